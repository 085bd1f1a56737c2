// Discord and Slack in a process of their own, so that their work is not the bot's, nor the bench's.
import { startFakeDiscord } from '../../test/fakes/discord/fake-discord.ts';
import { startFakeSlack } from '../../test/fakes/slack/fake-slack.ts';
import { type Burst, pressTogether } from './press-together.ts';

const token = 'bench-discord-token-0123456789';
const [discord, slack] = await Promise.all([startFakeDiscord({ token, unpaced: true }), startFakeSlack()]);

let breachesTold = 0;

const answers = {
  environment: () => ({
    discord: { DISCORD_TOKEN: token, DISCORD_API_URL: discord.apiUrl },
    slack: slack.environment,
    /** Besides `discord`: to receive by signed HTTP. */
    discordHttp: { DISCORD_PUBLIC_KEY: discord.publicKey },
  }),
  /** Discord from now on posts interactions to these addresses, in turn. */
  sendTo: (urls: readonly string[]) => discord.sendTo(...urls),
  burst: (burst: Burst) => pressTogether(discord, slack, burst),
  /** What the platforms held against the bot since the last time. */
  complaints() {
    const complaints = [
      ...discord.breaches.slice(breachesTold),
      ...slack.space.faults.splice(0),
      ...discord.requests
        .splice(0)
        .filter(({ status }) => status >= 400)
        .map(({ method, path, status }) => `${method} ${path.replace(/\/\d+\/[^/]+/, '/…')}: ${status}`),
    ];
    breachesTold = discord.breaches.length;
    return complaints;
  },
};
export type Fakes = typeof answers;
export type Question = {
  [Name in keyof Fakes]: { name: Name; argument?: Parameters<Fakes[Name]>[0] };
}[keyof Fakes];

process.on('message', async ({ name, argument }: Question) => {
  const call = answers[name] as (given: typeof argument) => unknown;
  process.send!({ answer: await call(argument) });
});
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit());
console.log('the fakes are ready');
