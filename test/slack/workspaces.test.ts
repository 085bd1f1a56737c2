import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InstallationTable } from '../../src/slack/installations.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import { type FakeSlack, type Message, startFakeSlack, wordsOf } from '../fakes/slack/fake-slack.ts';
import type { People } from '../fakes/slack/people.ts';
import { KEY, startTestBot, type TestBot } from './test-bot.ts';
import { createTinyJobs, type TinyJobs, toTaken } from './tiny-jobs.ts';
import { createTinyTheta, type TinyTheta } from './tiny-theta.ts';

const NEW_KEY = Buffer.alloc(32, 2).toString('base64');

let fake: FakeSlack;
let school: People;
let club: People;
let theta: TinyTheta;
let jobs: TinyJobs;
let rows: Map<string, string>;
let table: InstallationTable;
let bots: TestBot[];

const startBot = async (settings = {}) => {
  const bot = await startTestBot(fake, theta, { jobs, table, ...settings });
  bots.push(bot);
  return bot;
};
beforeEach(async () => {
  fake = await startFakeSlack({ mode: 'http' });
  school = fake.addWorkspace('T0SCHOOL');
  club = fake.addWorkspace('T0CLUB');
  theta = createTinyTheta();
  jobs = createTinyJobs();
  rows = new Map();
  table = {
    saveInstallation: async (team, sealed) => void rows.set(team, sealed),
    findInstallation: async (team) => rows.get(team),
    deleteInstallation: async (team) => void rows.delete(team),
  };
  bots = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(bots.map((bot) => bot.stop()));
  for (const bot of bots)
    expect(bot.logged()).not.toMatch(/xoxb-|xoxe-|fake-client-secret|fake-state-secret|code-0/);
  await fake.close();
});

const says = (part: string) => (message: Message) => wordsOf(message).includes(part);
const linesAbout = (bot: TestBot, id: string) =>
  bot
    .logged()
    .split('\n')
    .filter((line) => line.includes(id));

describe('two workspaces', () => {
  it('add the app, and are each answered in their own', async () => {
    await startBot();
    await startBot({ chatOnly: true });
    expect(await fake.install({ space: school.space })).toMatchObject({ status: 200 });
    const page = await fake.install({ space: club.space }, { language: 'zh-CN,zh;q=0.9' });
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('已经加入你的工作区') });

    await Promise.all([school.slash('/faq school'), club.mention('faq club'), club.directMessage('faq me')]);
    await school.until(says('You asked: school'));
    await club.until(says('You asked: club'));
    await club.until(says('You asked: me'));
    expect(school.space.messages).toHaveLength(1);
    expect(club.space.messages).toHaveLength(2);
    expect(theta.invocations.map(({ asker }) => asker.space).sort()).toEqual([
      'slack:T0CLUB',
      'slack:T0CLUB',
      'slack:T0SCHOOL',
    ]);
    expect([...school.space.faults, ...club.space.faults]).toEqual([]);
  });

  it('have their tokens kept sealed', async () => {
    await startBot();
    await fake.install({ space: school.space });
    expect([...rows.keys()]).toEqual(['T0SCHOOL']);
    expect(rows.get('T0SCHOOL')).toMatch(/^[0-9a-f]{8}\.[\w-]+$/);
    expect(Buffer.from(rows.get('T0SCHOOL')!.slice(9), 'base64url').toString('latin1')).not.toContain('xoxb');
  });
});

describe('adding the app', () => {
  beforeEach(() => startBot());
  const add = (change: Parameters<FakeSlack['install']>[1]) => fake.install({ space: school.space }, change);
  const forge = (state: string) => {
    const [head, body, signature] = state.split('.');
    const claims = JSON.parse(Buffer.from(body!, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, now: '2099-01-01T00:00:00Z' })).toString(
      'base64url',
    );
    return [head, changed, signature].join('.');
  };

  it.each<[string, number, string, NonNullable<Parameters<FakeSlack['install']>[1]>['change']]>([
    [
      'another state than Slack was given',
      400,
      'too old',
      (visit) => {
        const forged = forge(visit.url.searchParams.get('state')!);
        visit.url.searchParams.set('state', forged);
        visit.cookie = `slack-app-oauth-state=${forged}`;
      },
    ],
    [
      'a state that wasn’t made for this browser',
      400,
      'another browser',
      (visit) => {
        visit.cookie = '';
      },
    ],
    ['no state', 400, 'too old', (visit) => visit.url.searchParams.delete('state')],
    [
      'a state older than ten minutes',
      400,
      'too old',
      () => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 }),
    ],
    [
      'a code that Slack doesn’t know',
      503,
      'went wrong',
      (visit) => visit.url.searchParams.set('code', 'guessed'),
    ],
    [
      'a refusal by the person',
      403,
      'you cancelled',
      (visit) => {
        visit.url.searchParams.delete('code');
        visit.url.searchParams.set('error', 'access_denied');
      },
    ],
  ])('ends with %s in %i and words', async (_, status, words, change) => {
    const page = await add({ change: change! });
    expect(page.status).toBe(status);
    expect(page.text).toContain(words);
    expect(rows.size).toBe(0);
  });

  it('is refused for a whole organisation', async () => {
    const page = await fake.install({ space: school.space, orgWide: true });
    expect(page.status).toBe(403);
    expect(page.text).toContain('Please choose a single workspace');
    expect(rows.size).toBe(0);
  });

  it('says so when the database is away, and works later', async () => {
    const { saveInstallation } = table;
    Object.assign(table, { saveInstallation: () => Promise.reject(new StoreUnavailable('gone')) });
    expect(await add({})).toMatchObject({ status: 503 });
    Object.assign(table, { saveInstallation });
    expect(await add({})).toMatchObject({ status: 200 });
  });
});

describe('removing the app', () => {
  it('deletes what was kept, and drops the workspace’s jobs with one line in the log', async () => {
    const bot = await startBot({ chatOnly: true });
    await fake.install({ space: school.space });
    await school.slash('/train');
    const [job] = jobs.added;
    for (const { acknowledged } of await school.uninstall()) expect(acknowledged).toBe(true);
    expect(rows.size).toBe(0);
    await bot.answer(toTaken(job!));
    expect(school.space.messages).toEqual([]);
    expect(linesAbout(bot, job!.id)).toHaveLength(1);
    expect(linesAbout(bot, job!.id)[0]).toContain('Theta is no longer in that workspace');
  });

  it('is noticed by the token, too, before Slack tells it', async () => {
    const bot = await startBot({ chatOnly: true });
    await fake.install({ space: school.space });
    await school.slash('/faq jobs');
    await bot.answer(toTaken(jobs.added[0]!));
    await school.mention('faq policy', { user: 'U0LIN' });
    const kept = rows.get('T0SCHOOL')!;
    await school.uninstall();
    rows.set('T0SCHOOL', kept);
    await bot.answer(toTaken(jobs.added[1]!));
    expect(school.space.messages).toHaveLength(1);
    expect(linesAbout(bot, jobs.added[1]!.id)).toHaveLength(1);
    expect(linesAbout(bot, jobs.added[1]!.id)[0]).toContain('account_inactive');
  });

  it('is told again by Slack when the database was away', async () => {
    await startBot();
    await fake.install({ space: school.space });
    const { deleteInstallation } = table;
    let tries = 0;
    Object.assign(table, {
      deleteInstallation: (team: string) =>
        ++tries > 2 ? deleteInstallation(team) : Promise.reject(new StoreUnavailable('gone')),
    });
    await school.uninstall();
    expect(rows.size).toBe(0);
  });

  it('does not undo an installation that came after it', async () => {
    await startBot();
    await fake.install({ space: school.space });
    school.space.skew = -60_000;
    await school.uninstall();
    expect(rows.size).toBe(1);
    await fake.install({ space: school.space });
    await school.slash('/faq jobs');
    await school.until(says('You asked: jobs'));
  });

  it('is none when a person revokes a token of their own', async () => {
    await startBot();
    await fake.install({ space: school.space });
    await school.event({ type: 'tokens_revoked', tokens: { oauth: ['U0ADA'] } });
    expect(rows.size).toBe(1);
  });
});

describe('the keys of the tokens', () => {
  it('are changed without adding the app anew', async () => {
    const before = await startBot();
    await fake.install({ space: school.space });
    const sealedBefore = rows.get('T0SCHOOL')!;
    await before.stop();

    jobs = createTinyJobs();
    fake.target.appUrls.length = 0;
    const between = await startBot({ tokenKeys: `${NEW_KEY},${KEY}` });
    await school.slash('/faq once');
    await school.until(says('You asked: once'));
    expect(rows.get('T0SCHOOL')!.slice(0, 8)).not.toBe(sealedBefore.slice(0, 8));
    await between.stop();

    jobs = createTinyJobs();
    fake.target.appUrls.length = 0;
    await startBot({ tokenKeys: NEW_KEY });
    await school.slash('/faq twice');
    await school.until(says('You asked: twice'));
  });

  it.each<[string, string, RegExp, () => unknown]>([
    ['are lost', NEW_KEY, /sealed with the key “[0-9a-f]{8}”, which isn’t there any more/, () => {}],
    [
      'are not those of what was changed',
      KEY,
      /sealed about T0SCHOOL has been changed/,
      () => rows.set('T0SCHOOL', `${rows.get('T0SCHOOL')!.slice(0, -5)}AAAAA`),
    ],
    [
      'would open the token of another workspace',
      KEY,
      /sealed about T0SCHOOL has been changed/,
      () => rows.set('T0SCHOOL', rows.get('T0CLUB')!),
    ],
  ])('%s: the log says so, and the asker is told', async (_, tokenKeys, said, change) => {
    const before = await startBot();
    await fake.install({ space: school.space });
    await fake.install({ space: club.space });
    change();
    await before.stop();

    jobs = createTinyJobs();
    fake.target.appUrls.length = 0;
    const bot = await startBot({ tokenKeys });
    await school.slash('/faq jobs');
    expect(await school.until(says('T0SCHOOL'))).toMatchObject({ only: 'U0ADA', via: 'response_url' });
    await expect.poll(() => bot.logged()).toMatch(said);
    expect(club.space.messages).toEqual([]);
  });
});

describe('a token that runs out', () => {
  it('is exchanged before it does', async () => {
    await startBot();
    await fake.install({ space: school.space, expiresIn: 3_600 });
    const first = school.space.botToken;
    await school.slash('/faq jobs');
    await school.until(says('You asked: jobs'));
    expect(school.space.botToken).not.toBe(first);
    const second = school.space.botToken;
    await school.slash('/faq policy');
    await school.until(says('You asked: policy'));
    expect(school.space.botToken).toBe(second);
  });
});

describe('while the database is away', () => {
  it('a workspace that was open lately is told so even where there is no response URL', async () => {
    await startBot();
    await fake.install({ space: school.space });
    await school.slash('/faq jobs');
    await school.until(says('You asked'));
    const away = () => Promise.reject(new StoreUnavailable('gone'));
    Object.assign(table, { findInstallation: away });
    jobs.database = away;
    await school.mention('faq policy');
    expect(await school.until(says('gone'))).toMatchObject({ only: 'U0ADA', via: 'api' });
  });
});
