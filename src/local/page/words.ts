import type { PageLocale, Refusal } from './protocol.ts';

const en = {
  tagline: 'Learn gradient descent by trying it',
  otherLanguage: '中文',
  you: 'You',
  conversation: 'Conversation',
  message: 'Message to Theta',
  placeholder: 'Type / for commands',
  send: 'Send',
  completions: 'Commands and options',
  suggestionCount: (count: number) => (count === 1 ? '1 suggestion' : `${count} suggestions`),
  keys: [
    ['Tab', 'complete'],
    ['↑ ↓', 'choose, or earlier lines'],
    ['Enter', 'send'],
    ['Esc', 'close'],
  ],
  /** Ends as a sentence does before the next one. */
  greeting: 'Hello! I’m Theta. ',
  introduction:
    'I train a straight line by gradient descent and show you how it went. Pick something to start with, or type / to see everything I can do.',
  forYou: 'Only for you',
  enlarge: 'Enlarge the picture',
  picture: 'Picture',
  close: 'Close',
  save: 'Save picture',
  working: 'Working',
  retry: 'Try again',
  offline:
    'I can’t reach Theta. Is it still running? What you typed is kept: it is in the box below, or one ↑ away.',
  offlineAtStart: 'I can’t reach Theta. Is it still running?',
  refusals: {
    'cross-site': 'This request came from another site, so it was refused.',
    host: 'Theta doesn’t answer at this address. Open it at localhost or 127.0.0.1.',
    'not-json': 'This page and its server don’t fit together. Please reload the page.',
    malformed: 'This page and its server don’t fit together. Please reload the page.',
    'too-large':
      'That is too long to send. Could you put it more briefly? What you typed is kept in the box below.',
    'too-many':
      'I am still busy with your earlier messages. Please wait for an answer, then send this again: what you typed is kept in the box below.',
    'not-found': 'This page and its server don’t fit together. Please reload the page.',
    fault: 'Something went wrong on the server. Please try again in a moment.',
  } satisfies Record<Refusal, string>,
};

export type PageWords = typeof en;

const zh: PageWords = {
  tagline: '动手试，学会梯度下降',
  otherLanguage: 'English',
  you: '你',
  conversation: '对话',
  message: '给 Theta 的消息',
  placeholder: '输入 / 查看命令',
  send: '发送',
  completions: '命令和选项',
  suggestionCount: (count) => `${count} 条建议`,
  keys: [
    ['Tab', '补全'],
    ['↑ ↓', '选择，或翻看之前的输入'],
    ['Enter', '发送'],
    ['Esc', '关闭'],
  ],
  greeting: '你好，我是 Theta。',
  introduction: '我用梯度下降训练一条直线，过程都画给你看。先点一个试试，或者输入 /，看看我还会什么。',
  forYou: '仅你可见',
  enlarge: '放大图片',
  picture: '图片',
  close: '关闭',
  save: '保存图片',
  working: '正在处理',
  retry: '重试',
  offline: '连接不上 Theta，它还在运行吗？你输入的内容还在：就在下面的输入框里，或者按一下 ↑。',
  offlineAtStart: '连接不上 Theta，它还在运行吗？',
  refusals: {
    'cross-site': '这个请求来自别的网站，已被拒绝。',
    host: 'Theta 不在这个地址上应答。请用 localhost 或 127.0.0.1 打开。',
    'not-json': '页面和服务器的版本不一致，请刷新页面。',
    malformed: '页面和服务器的版本不一致，请刷新页面。',
    'too-large': '内容太长，发不出去。能说得短一点吗？原文还在下面的输入框里。',
    'too-many': '你之前发的消息我还在处理。请等一个回答到了再发；你输入的内容还在下面的输入框里。',
    'not-found': '页面和服务器的版本不一致，请刷新页面。',
    fault: '服务器出了点问题，请稍后再试。',
  },
};

export const pageWords: Record<PageLocale, PageWords> = { en, zh };
