import type { Trouble } from '../checkup/finding.ts';
import type { Localized } from '../locales/locale.ts';

interface CheckWords {
  readonly off: string;
  readonly botToken: (name: string, workspace: string) => string;
  /** `code` is Slack's word for why. */
  readonly botTokenRefused: (code: string) => Trouble;
  readonly refused: (code: string) => Trouble;
  readonly scopes: (count: number) => string;
  readonly missingScopes: (scopes: readonly string[]) => Trouble;
  readonly appToken: string;
  readonly appTokenRefused: (code: string) => Trouble;
  readonly byHttp: string;
  readonly manyWorkspaces: string;
  readonly strangeKeys: Trouble;
  /** How far this machine's clock is ahead, in seconds. */
  readonly wrongClock: (seconds: number) => Trouble;
  readonly slowlyWrongClock: (seconds: number) => Trouble;
}

/** What a check-up of Slack says. */
export const checkWords: Localized<CheckWords> = {
  en: {
    off: 'Slack is off: neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is set.',
    botToken: (name, workspace) => `Slack knows the bot as “${name}” in “${workspace}”.`,
    botTokenRefused: (code) => ({
      says: `Slack does not accept SLACK_BOT_TOKEN (${code}).`,
      mend: 'Copy the “Bot User OAuth Token” from “OAuth & Permissions”, or install the app in the workspace again.',
    }),
    refused: (code) => ({
      says: `Slack refuses to say who the bot is (${code}).`,
      mend: 'Look that word up at https://docs.slack.dev/reference/methods/auth.test.',
    }),
    scopes: (count) =>
      `All ${count} scopes are granted. A bot token can’t read the app’s commands and events: ` +
      'compare “App Manifest” with `npm run --silent manifest`.',
    missingScopes: (scopes) => ({
      says: `The workspace has not granted ${scopes.join(', ')}.`,
      mend: 'Paste `npm run --silent manifest` under “App Manifest”, save, and install the app in the workspace again.',
    }),
    appToken: 'Slack accepts SLACK_APP_TOKEN for Socket Mode.',
    appTokenRefused: (code) => ({
      says: `Slack does not open Socket Mode for SLACK_APP_TOKEN (${code}).`,
      mend: 'Under “Basic Information” generate an app-level token with the scope connections:write, and see that “Socket Mode” is on.',
    }),
    byHttp:
      'Slack sends signed requests to /slack/events; whether SLACK_SIGNING_SECRET fits shows only when one comes.',
    manyWorkspaces:
      'Slack can be reached. Workspaces install Theta by OAuth; whether client id, client secret and signing secret fit shows with the first one.',
    strangeKeys: {
      says: 'SLACK_TOKEN_KEYS holds something other than keys of 32 bytes in base64.',
      mend: 'Make a key with openssl rand -base64 32; several go with commas between them, the newest first.',
    },
    wrongClock: (seconds) => ({
      says: `This machine’s clock is ${describeSkew(seconds)}: signatures older than five minutes are refused.`,
      mend: 'Set it by NTP, for example: timedatectl set-ntp true.',
    }),
    slowlyWrongClock: (seconds) => ({
      says: `This machine’s clock is ${describeSkew(seconds)}.`,
      mend: 'Set it by NTP before it is five minutes off, when signatures are refused.',
    }),
  },
  zh: {
    off: 'Slack 没有启用：没有设置 SLACK_BOT_TOKEN 或 SLACK_CLIENT_ID。',
    botToken: (name, workspace) => `Slack 认识这个机器人：“${workspace}”里的“${name}”。`,
    botTokenRefused: (code) => ({
      says: `Slack 不接受 SLACK_BOT_TOKEN（${code}）。`,
      mend: '请从“OAuth & Permissions”复制“Bot User OAuth Token”，或把应用重新安装到工作区。',
    }),
    refused: (code) => ({
      says: `Slack 没有告知机器人的身份（${code}）。`,
      mend: '请在 https://docs.slack.dev/reference/methods/auth.test 查这个词的意思。',
    }),
    scopes: (count) =>
      `${count} 项权限都已授予。机器人令牌读不到应用的命令和事件：` +
      '请把“App Manifest”和 `npm run --silent manifest` 的输出对比一下。',
    missingScopes: (scopes) => ({
      says: `工作区还没有授予这些权限：${scopes.join('、')}。`,
      mend: '请把 `npm run --silent manifest` 的输出粘贴到“App Manifest”并保存，然后把应用重新安装到工作区。',
    }),
    appToken: 'Slack 接受 SLACK_APP_TOKEN，可以使用 Socket Mode。',
    appTokenRefused: (code) => ({
      says: `Slack 不为 SLACK_APP_TOKEN 打开 Socket Mode（${code}）。`,
      mend: '请在“Basic Information”生成带 connections:write 的应用级令牌，并确认“Socket Mode”已打开。',
    }),
    byHttp: 'Slack 把带签名的请求发到 /slack/events；SLACK_SIGNING_SECRET 是否正确，要等收到请求才知道。',
    manyWorkspaces:
      'Slack 可以连上。各工作区通过 OAuth 安装 Theta；client id、client secret 和 signing secret 是否正确，要到第一次安装时才知道。',
    strangeKeys: {
      says: 'SLACK_TOKEN_KEYS 里有一项不是 base64 编码的 32 字节密钥。',
      mend: '请用 openssl rand -base64 32 生成密钥；有多个时用逗号隔开，最新的放在最前面。',
    },
    wrongClock: (seconds) => ({
      says: `本机时钟${describeSkewZh(seconds)}：超过五分钟的签名会被拒绝。`,
      mend: '请用 NTP 校时，例如：timedatectl set-ntp true。',
    }),
    slowlyWrongClock: (seconds) => ({
      says: `本机时钟${describeSkewZh(seconds)}。`,
      mend: '请用 NTP 校时；差到五分钟，签名就会被拒绝。',
    }),
  },
};

function describeSkew(seconds: number): string {
  return `${Math.abs(seconds)} s ${seconds > 0 ? 'fast' : 'slow'}`;
}

function describeSkewZh(seconds: number): string {
  return `${seconds > 0 ? '快' : '慢'}了 ${Math.abs(seconds)} 秒`;
}
