import { parseArgs } from 'node:util';
import { checkFonts } from './charts/check-fonts.ts';
import { checkQuickChart } from './charts/check-quick-chart.ts';
import { checkMachine } from './checkup/check-machine.ts';
import { checkPort } from './checkup/check-port.ts';
import { broken, type Checkup, type Finding, type Trouble, well } from './checkup/finding.ts';
import { loadCommands } from './command/load-commands.ts';
import { type Config, readConfig } from './config.ts';
import { checkDiscord } from './discord/check-discord.ts';
import { type Locale, type Localized, toLocale } from './locales/locale.ts';
import { checkSlack } from './slack/check-slack.ts';
import { checkStore } from './store/check-store.ts';
import { UsageError } from './usage-error.ts';
import { checkWork } from './work/check-work.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const SIGN: Readonly<Record<Finding['state'], string>> = { well: '✔', doubtful: '⚠', broken: '✘' };

interface Words {
  readonly settings: string;
  /** `fault` is English, as at a start. */
  readonly wrongSetting: (fault: string) => string;
  readonly correct: string;
  readonly failed: (reason: string) => Trouble;
}

const words: Localized<Words> = {
  en: {
    settings: 'The settings make sense.',
    wrongSetting: (fault) => `Setting ${fault}.`,
    correct: 'Correct it where Theta’s environment is set; the README lists all settings.',
    failed: (reason) => ({
      says: `A check could not be made: ${reason}.`,
      mend: 'That is a fault of Theta’s own: please report it.',
    }),
  },
  zh: {
    settings: '设置都合理。',
    wrongSetting: (fault) => `设置有误：${fault}。`,
    correct: '请在设置 Theta 环境变量的地方改正；README 里列有全部设置。',
    failed: (reason) => ({
      says: `有一项检查没能完成：${reason}。`,
      mend: '这是 Theta 自己的缺陷，请报告给我们。',
    }),
  },
};

/**
 * What `npm run doctor -- [--locale zh-CN]` does: prints a line a finding. It changes nothing anywhere.
 * @returns the exit code: 1 when something is broken
 * @throws UsageError for arguments that make no sense
 */
export async function doctor(
  environment: Environment,
  args: readonly string[],
  print: (line: string) => void = console.log,
): Promise<0 | 1> {
  const locale = readLocale(args, environment.LANG);
  let code: 0 | 1 = 0;
  for await (const { state, says, mend } of examine(environment, locale)) {
    if (state === 'broken') code = 1;
    // Names come from platforms: a line stays a line.
    const sentences = [says, ...(mend === undefined ? [] : [mend])].join(locale === 'zh' ? '' : ' ');
    print(`${SIGN[state]} ${sentences.replace(/[\s\p{Cc}]+/gu, ' ')}`);
  }
  return code;
}

async function* examine(environment: Environment, locale: Locale): Checkup {
  const { settings, wrongSetting, correct, failed } = words[locale];
  let config: Config;
  try {
    config = readConfig(environment);
    yield well(settings);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const faults = error.message.split('\n').slice(1);
    for (const fault of faults) yield broken({ says: wrongSetting(fault.trim()), mend: correct });
    return;
  }
  // One after another: some block the thread, and the next one's time would run meanwhile.
  for (const check of await listChecks(config, locale)) {
    try {
      yield* check;
    } catch (error) {
      yield broken(failed(withoutAddresses(String(error))));
    }
  }
}

/** In an order that finds causes before what follows from them. */
async function listChecks(config: Config, locale: Locale): Promise<Checkup[]> {
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, QUICKCHART_URL: quickChartUrl } = config;
  const nodeVersion = process.versions.node;
  const described = { commands: await loadCommands(), prefix: config.COMMAND_PREFIX };
  return [
    checkMachine({ nodeVersion, dataDir: databaseUrl === undefined ? dataDir : undefined }, locale),
    checkPort(config.PORT, config.HOST, locale),
    checkStore({ dataDir, databaseUrl }, locale),
    checkDiscord(
      {
        token: config.DISCORD_TOKEN,
        apiUrl: config.DISCORD_API_URL,
        guildId: config.DISCORD_GUILD_ID,
        publicKey: config.DISCORD_PUBLIC_KEY,
      },
      described,
      locale,
    ),
    checkSlack(
      {
        tokenKeys: config.SLACK_CLIENT_ID && config.SLACK_TOKEN_KEYS,
        botToken: config.SLACK_BOT_TOKEN,
        appToken: config.SLACK_APP_TOKEN,
        apiUrl: config.SLACK_API_URL,
      },
      locale,
    ),
    checkFonts(locale),
    checkWork(config.TF_BACKEND, locale),
    ...(quickChartUrl === undefined ? [] : [checkQuickChart(quickChartUrl, locale)]),
  ];
}

/** Addresses may hold a password. */
function withoutAddresses(message: string): string {
  return message.replace(/\w+:\/\/\S+/g, '…');
}

function readLocale(args: readonly string[], language: string | undefined): Locale {
  try {
    const { values } = parseArgs({ args: [...args], options: { locale: { type: 'string' } } });
    return toLocale(values.locale ?? language);
  } catch {
    throw new UsageError(`doctor takes --locale zh-CN or nothing, not “${args.join(' ')}”`);
  }
}
