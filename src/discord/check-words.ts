import type { Trouble } from '../checkup/finding.ts';
import type { Localized } from '../locales/locale.ts';

interface CheckWords {
  readonly off: string;
  readonly token: (name: string) => string;
  readonly tokenRefused: Trouble;
  readonly endpoint: (url: string) => string;
  readonly byGateway: string;
  readonly otherKey: (key: string) => Trouble;
  readonly unexpectedEndpoint: (url: string, key: string) => Trouble;
  readonly noEndpoint: Trouble;
  readonly unprivileged: string;
  readonly privileged: Trouble;
  readonly guild: (name: string) => string;
  readonly notInGuild: (id: string, invite: string) => Trouble;
  readonly commands: (count: number) => string;
  readonly noCommands: Trouble;
  readonly drifted: Trouble;
  readonly mayNotRegister: (invite: string) => Trouble;
  readonly gateway: (remaining: number) => string;
  readonly fewSessions: (remaining: number, minutes: number) => Trouble;
  readonly noSessions: (minutes: number) => Trouble;
}

/** What a check-up of Discord says. A public key is public. */
export const checkWords: Localized<CheckWords> = {
  en: {
    off: 'Discord is off: DISCORD_TOKEN is not set.',
    token: (name) => `Discord knows the bot as “${name}”.`,
    tokenRefused: {
      says: 'Discord does not accept DISCORD_TOKEN.',
      mend: 'On the “Bot” page of discord.com/developers choose “Reset Token” and copy the new one.',
    },
    endpoint: (url) => `Discord sends signed interactions to ${url}.`,
    byGateway: 'Discord sends interactions through the gateway.',
    otherKey: (key) => ({
      says: 'DISCORD_PUBLIC_KEY is not this application’s: Theta would refuse all that Discord sends.',
      mend: `Set it to the Public Key on the “General Information” page, which is ${key}.`,
    }),
    unexpectedEndpoint: (url, key) => ({
      says: `Discord sends all interactions to ${url}, and without DISCORD_PUBLIC_KEY Theta does not listen there.`,
      mend: `Set DISCORD_PUBLIC_KEY=${key}, or clear “Interactions Endpoint URL” on the “General Information” page.`,
    }),
    noEndpoint: {
      says: 'Discord sends interactions through the gateway, which DISCORD_PUBLIC_KEY turns off.',
      mend: 'Start Theta, then enter https://YOUR-HOST/discord/interactions under “Interactions Endpoint URL”; or unset the key.',
    },
    unprivileged: 'No privileged intent is on, and Theta needs none.',
    privileged: {
      says: 'A privileged intent is on that Theta does not use.',
      mend: 'Switch all three off on the “Bot” page.',
    },
    guild: (name) => `The bot is in the server “${name}”.`,
    notInGuild: (id, invite) => ({
      says: `DISCORD_GUILD_ID: the bot is not in server ${id}.`,
      mend: `Invite it: ${invite}`,
    }),
    commands: (count) => `All ${count} commands are registered as they should be.`,
    noCommands: { says: 'No command is registered yet.', mend: 'Start Theta: it registers them.' },
    drifted: {
      says: 'The registered commands differ from this version’s.',
      mend: 'Start Theta: it brings them up to date.',
    },
    mayNotRegister: (invite) => ({
      says: 'The bot may not have commands in the server of DISCORD_GUILD_ID.',
      mend: `Invite it again, with the scope applications.commands: ${invite}`,
    }),
    gateway: (remaining) => `The gateway can be reached; ${remaining} more log-ins are allowed today.`,
    fewSessions: (remaining, minutes) => ({
      says: `Only ${remaining} more log-ins to the gateway are allowed for the next ${minutes} minutes.`,
      mend: 'See that nothing restarts Theta again and again.',
    }),
    noSessions: (minutes) => ({
      says: `The log-ins to the gateway are used up for the next ${minutes} minutes.`,
      mend: 'Wait until then, and see that nothing restarts Theta again and again.',
    }),
  },
  zh: {
    off: 'Discord 没有启用：没有设置 DISCORD_TOKEN。',
    token: (name) => `Discord 认识这个机器人，名叫“${name}”。`,
    tokenRefused: {
      says: 'Discord 不接受 DISCORD_TOKEN。',
      mend: '请在 discord.com/developers 的“Bot”页面点“Reset Token”，复制新的令牌。',
    },
    endpoint: (url) => `Discord 把带签名的交互发到 ${url}。`,
    byGateway: 'Discord 通过网关发送交互。',
    otherKey: (key) => ({
      says: 'DISCORD_PUBLIC_KEY 不是这个应用的公钥：Theta 会拒绝 Discord 发来的所有请求。',
      mend: `请改成“General Information”页面上的 Public Key，即 ${key}。`,
    }),
    unexpectedEndpoint: (url, key) => ({
      says: `Discord 把所有交互都发到 ${url}，而没有设置 DISCORD_PUBLIC_KEY 时 Theta 不在那里接收。`,
      mend: `请设置 DISCORD_PUBLIC_KEY=${key}，或在“General Information”页面清空“Interactions Endpoint URL”。`,
    }),
    noEndpoint: {
      says: 'Discord 通过网关发送交互，而设置 DISCORD_PUBLIC_KEY 后 Theta 不再使用网关。',
      mend: '请启动 Theta，再在“Interactions Endpoint URL”填上 https://你的主机/discord/interactions；或者去掉这个公钥设置。',
    },
    unprivileged: '没有打开特权 Intent，Theta 也不需要。',
    privileged: { says: '打开了特权 Intent，而 Theta 用不到。', mend: '请在“Bot”页面把三个开关都关掉。' },
    guild: (name) => `机器人在服务器“${name}”里。`,
    notInGuild: (id, invite) => ({
      says: `DISCORD_GUILD_ID：机器人不在服务器 ${id} 里。`,
      mend: `请邀请它：${invite}`,
    }),
    commands: (count) => `${count} 条命令都已正确注册。`,
    noCommands: { says: '还没有注册任何命令。', mend: '启动 Theta 就会自动注册。' },
    drifted: { says: '已注册的命令和这个版本的不一样。', mend: '启动 Theta 就会自动更新。' },
    mayNotRegister: (invite) => ({
      says: '机器人不能在 DISCORD_GUILD_ID 那个服务器里注册命令。',
      mend: `请带上 applications.commands 权限范围重新邀请：${invite}`,
    }),
    gateway: (remaining) => `网关可以连上；今天还能登录 ${remaining} 次。`,
    fewSessions: (remaining, minutes) => ({
      says: `接下来 ${minutes} 分钟内只能再登录网关 ${remaining} 次。`,
      mend: '请确认没有什么在反复重启 Theta。',
    }),
    noSessions: (minutes) => ({
      says: `接下来 ${minutes} 分钟内登录网关的次数已经用完。`,
      mend: '请等到那时再启动，并确认没有什么在反复重启 Theta。',
    }),
  },
};
