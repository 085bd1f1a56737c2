import { describe, expect, it } from 'vitest';
import { describeCommands } from '../../src/local/describe-commands.ts';
import { complete, toCandidate } from '../../src/local/page/completion.ts';
import { createLineHistory } from '../../src/local/page/line-history.ts';
import type { OptionInfo } from '../../src/local/page/protocol.ts';
import { createSmallTheta } from '../small-theta.ts';

const commands = describeCommands(createSmallTheta().commands, '', 'en');
/** `|` stands for the caret. */
const at = (marked: string) => {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const completion = complete(text, caret, commands);
  const first = completion?.candidates[0];
  return {
    ...completion,
    labels: completion?.candidates.map(({ label }) => label),
    taken: completion && first && text.slice(0, completion.from) + first.insert + text.slice(completion.to),
  };
};

describe('completion', () => {
  it('offers commands after a slash, plain or full-width, the best match first', () => {
    expect(at('/|').labels).toEqual(['/train', '/ask', '/fail', '/predict']);
    expect(at('／TR|')).toMatchObject({ labels: ['/train'], taken: '／train ', eager: true });
    expect(at('/ai|').labels).toEqual(['/train', '/fail']);
    expect(at('/fa|')).toMatchObject({ taken: '/fail' });
    expect(at('/xyz|').labels).toBeUndefined();
  });

  it('lets Enter send what is already whole', () => {
    expect(at('/train|').eager).toBe(false);
    expect(at('/train |').eager).toBe(false);
    expect(at('/train ep|').eager).toBe(true);
  });

  it('replaces the whole name when the caret stands inside it', () => {
    expect(at('/tr|ain lr:1').taken).toBe('/train lr:1');
  });

  it('offers the options that are still free, also where the slash is left out', () => {
    expect(at('/train |').labels).toEqual(['epochs:', 'lr:', 'batch:']);
    expect(at('train epochs:5 |').labels).toEqual(['lr:', 'batch:']);
    expect(at('/train 500 |').labels).toEqual(['lr:', 'batch:']);
    expect(at('/train ｅｐ|').taken).toBe('/train epochs:');
    expect(at('hello |').labels).toBeUndefined();
  });

  it('says what an option takes while its value is typed', () => {
    expect(at('/train epochs:|')).toMatchObject({
      labels: ['1000'],
      taken: '/train epochs:1000 ',
      option: { name: 'epochs' },
    });
    expect(at('/train epochs: 5|').option?.takes).toContain('100,000');
    expect(at('/train batch：f|').taken).toBe('/train batch：full ');
    expect(at('/train 5|')).toMatchObject({ labels: [], option: { name: 'epochs' } });
  });

  it('asks the server where it knows values', () => {
    expect(at('/ask will a |').asks).toEqual({ command: 'ask', option: 'question', typed: 'will a ' });
    expect(at('/ask question: jo|').asks?.typed).toBe('jo');
    expect(at('/predict 0.1, 0.3 run:a|').asks).toEqual({ command: 'predict', option: 'run', typed: 'a' });
  });

  it('holds several numbers together', () => {
    expect(at('/predict x:0.1, 0.|').option?.name).toBe('x');
    expect(at('/predict x:0.1 0.3 |').labels).toEqual(['run:']);
    expect(at('/predict 0.1，0.3 r|').taken).toBe('/predict 0.1，0.3 run:');
  });

  it('quotes a suggested value that a space would end', () => {
    const option = { shape: 'word' } as OptionInfo;
    expect(toCandidate({ label: 'A run', value: 'my run' }, option).insert).toBe('"my run" ');
    expect(
      toCandidate({ label: 'Jobs', value: 'new jobs' }, { ...option, shape: 'rest-of-line' }).insert,
    ).toBe('new jobs');
  });
});

describe('line history', () => {
  it('goes back through what was sent and returns to the draft', () => {
    const history = createLineHistory();
    for (const line of ['/a', '/b', '/a']) history.add(line);
    expect([history.older('/dra'), history.older(''), history.older('')]).toEqual(['/a', '/b', undefined]);
    expect([history.newer(), history.newer(), history.newer()]).toEqual(['/a', '/dra', undefined]);
  });
});
