import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFonts } from '../../src/charts/check-fonts.ts';
import { checkQuickChart } from '../../src/charts/check-quick-chart.ts';
import { collect } from '../checkup/collect.ts';
import { type FakeQuickChart, startQuickChart } from '../fakes/quickchart.ts';
import { freePort } from '../postgres.ts';

describe('a check-up of the fonts', () => {
  it('sees English, Chinese and mathematics drawn', async () => {
    expect(await collect(checkFonts('en'))).toEqual(['✔ The shipped fonts draw A 学 θ ŷ.']);
  });

  it('tells when they are not there', async () => {
    expect(await collect(checkFonts('zh', tmpdir()))).toEqual([
      expect.stringMatching(/^✘ 自带的字体用不了：.*noto.*src\/charts\/fonts 文件夹。$/),
    ]);
  });
});

describe('a check-up of a QuickChart server', () => {
  let server: FakeQuickChart;
  beforeAll(async () => {
    server = await startQuickChart();
  });
  afterAll(() => server.close());
  const check = (url = server.url) => collect(checkQuickChart(url, 'en'));

  it('has it draw', async () => {
    const { host } = new URL(server.url);
    expect(await check()).toEqual([`✔ The QuickChart server at ${host} draws.`]);
    expect(server.bodies).toHaveLength(1);
  });

  it('tells what keeps it from drawing', { timeout: 30_000 }, async () => {
    for (const [mood, words] of [
      ['failing', /fault of its own \(5xx\)/],
      ['rubbish', /is not what that service would say/],
      ['ill-sized', /is not what that service would say/],
      ['hanging', /no answer within 5 seconds/],
    ] as const) {
      server.mood = mood;
      const lines = await check();
      expect(lines).toEqual([expect.stringMatching(/^✘ QuickChart at 127\.0\.0\.1:\d+ \(QUICKCHART_URL; /)]);
      expect(lines[0]).toMatch(words);
    }
    expect((await check(`http://127.0.0.1:${await freePort()}`))[0]).toContain(
      'nobody listens at that address',
    );
    const withPassword = await check(`http://theta:S3cret@${new URL(server.url).host}`);
    expect(withPassword[0]).toMatch(/^✘/);
    expect(withPassword[0]).not.toContain('S3cret');
  });
});
