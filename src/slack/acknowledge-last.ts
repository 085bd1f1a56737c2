import type { App, Receiver, ReceiverEvent } from '@slack/bolt';

/**
 * Acknowledges what comes once its listeners are through, and what they fail at not at all, so that Slack delivers it
 * again. By itself Bolt acknowledges an event before they begin: one that is then lost never comes back.
 */
export function acknowledgeLast(receiver: Receiver): Receiver {
  return {
    init(app) {
      const processEvent = async (event: ReceiverEvent) => {
        let meant = false;
        const ack = async () => {
          meant = true;
        };
        await app.processEvent({ ...event, ack });
        if (meant) await event.ack();
      };
      // Of the app a receiver calls this alone.
      receiver.init({ processEvent } as App);
    },
    start: (...args) => receiver.start(...args),
    stop: (...args) => receiver.stop(...args),
  };
}
