// Discord and Slack in a process of their own, so that their work is not the bot's, nor the bench's.
import { startFakeDiscord } from '../../test/fakes/discord/fake-discord.ts';
import { startFakeSlack } from '../../test/fakes/slack/fake-slack.ts';
import { type Burst, pressTogether } from './press-together.ts';

const token = 'bench-discord-token-0123456789';
const [discord, slack] = await Promise.all([startFakeDiscord({ token }), startFakeSlack()]);

const answers = {
  environment: () => ({
    discord: { DISCORD_TOKEN: token, DISCORD_API_URL: discord.apiUrl },
    slack: slack.environment,
  }),
  burst: (burst: Burst) => pressTogether(discord, slack, burst),
  /** What the platforms held against the bot since the last time. */
  complaints: () => [
    ...slack.space.faults.splice(0),
    ...discord.requests
      .splice(0)
      .filter(({ status }) => status >= 400)
      .map(({ method, path, status }) => `${method} ${path.replace(/\/\d+\/[^/]+/, '/…')}: ${status}`),
  ],
};
export type Fakes = typeof answers;
export type Question = {
  [Name in keyof Fakes]: { name: Name; argument?: Parameters<Fakes[Name]>[0] };
}[keyof Fakes];

process.on('message', async ({ name, argument }: Question) => {
  process.send!(await answers[name](argument as Burst));
});
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit());
console.log('the fakes are ready');
