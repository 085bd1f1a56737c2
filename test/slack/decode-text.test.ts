import { expect, it } from 'vitest';
import { decodeText } from '../../src/slack/decode-text.ts';

it.each([
  ['train epochs:5', 'train epochs:5'],
  ['faq is 1 &lt; 2 &amp; 3 &gt; 2?', 'faq is 1 < 2 & 3 > 2?'],
  ['faq what is &amp;lt;?', 'faq what is &lt;?'],
  ['faq see <https://keras.io/api|keras.io/api>', 'faq see keras.io/api'],
  ['faq see <https://keras.io/?a=1&amp;b=2>', 'faq see https://keras.io/?a=1&b=2'],
  ['faq write to <mailto:ada@x.org|ada@x.org>', 'faq write to ada@x.org'],
  ['faq <!channel> <!everyone> <!subteam^S012|@teachers>', 'faq @channel @everyone @teachers'],
  ['faq <@U012> <@U012|ada> <#C012|general> <#C012|>', 'faq @U012 @ada #general #C012'],
  ['`/train epochs:500 lr:0.1`', '/train epochs:500 lr:0.1'],
  ['```train epochs:500```', 'train epochs:500'],
  ['faq what is `lr`?', 'faq what is `lr`?'],
  ['faq “机器人” 会抢走我的工作吗？', 'faq “机器人” 会抢走我的工作吗？'],
  ['faq 1 <2> 3', 'faq 1 <2> 3'],
])('reads %j as a person typed it', (wire, typed) => {
  expect(decodeText(wire)).toBe(typed);
});
