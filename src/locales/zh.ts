import type { Range } from '../command/learner-error.ts';
import { plain, type Text, text } from '../reply/text.ts';
import type { Words } from './en.ts';
import { formatCount, formatLine, formatNumber } from './format-number.ts';

const list = (names: readonly string[]): Text =>
  names.flatMap((name, i) => (i === 0 ? text`\`${name}\`` : [{ text: '、' }, ...text`\`${name}\``]));

const range = (r: Range): Text => {
  const kind = r.whole ? '整数' : '数';
  const bounds = r.aboveMin
    ? `大于 ${formatNumber(r.min)}、不超过 ${formatNumber(r.max)} 的${kind}`
    : ` ${formatNumber(r.min)} 到 ${formatNumber(r.max)} 之间的${kind}`;
  return r.word === undefined ? text`${bounds}` : text`${bounds}，或者 \`${r.word}\``;
};

/** 多个命令共用的中文文字。 */
export const zh: Words = {
  gap: '',
  mistakes: {
    'unknown-command': (m) =>
      m.nearest === undefined
        ? text`没有“${m.name}”这个命令。输入 \`${m.help}\` 看看我会做什么。`
        : text`没有“${m.name}”这个命令。你是想输入 \`${m.nearest}\` 吗？`,
    'unknown-option': (m) =>
      m.nearest === undefined
        ? text`这里没有“${m.name}”这个选项。可以设置的有：${list(m.known)}。`
        : text`没有“${m.name}”这个选项。你是想写 \`${m.nearest}\` 吗？`,
    'surplus-word': (m) =>
      m.known.length === 0
        ? text`不明白“${m.word}”是什么意思：这个命令没有选项。`
        : text`不明白“${m.word}”是什么意思。请写成 \`选项:值\` 的形式，可以设置的有：${list(m.known)}。`,
    'option-twice': (m) => text`\`${m.name}\` 写了两次，写一次就够了。`,
    'option-missing': (m) => text`缺少 \`${m.name}\`，这个命令离不开它。`,
    'value-empty': (m) => text`\`${m.name}\` 后面没有值。请写成 \`${m.name}:值\`。`,
    'not-a-number': (m) => text`\`${m.name}\` 要填${range(m)}，“${m.value}”不是。`,
    'out-of-range': (m) => text`\`${m.name}\` 要填${range(m)}，“${m.value}”超出了范围。`,
    'too-many-numbers': (m) => text`\`${m.name}\` 一次最多 ${m.most} 个数，这里有 ${m.count} 个。`,
    'too-long': (m) =>
      text`这段话有 ${formatCount(m.length)} 个字符，\`${m.name}\` 最多 ${formatCount(m.most)} 个。能说得短一点吗？`,
    'batch-over-samples': (m) =>
      text`要让每批有 ${m.batch} 个点，总共至少得有 ${m.batch} 个点，现在只有 ${m.samples} 个。请减小 \`batch\`、增大 \`samples\`，或者用 \`batch:full\` 让每一步都用上全部的点。`,
    'too-much-work': (m) =>
      text`一次训练做不了这么多。按现在的选项最多能训练 ${formatCount(m.epochs)} 轮，而不是 ${formatCount(m.asked)} 轮。请减小 \`epochs\` 或 \`samples\`，或者增大 \`batch\`。`,
    'too-many-epochs': (m) =>
      m.left > 0
        ? text`那次训练已经有 ${formatCount(m.trained)} 轮，最多还能再训练 ${formatCount(m.left)} 轮。`
        : text`那次训练已经有 ${formatCount(m.trained)} 轮，到上限了。轮数一样时，学习率大一些能走得更远。`,
    'nothing-trained': () => text`你在这里还没有训练过模型。先训练一个吧：`,
    'unknown-run': (m) => text`这里没有编号为“${m.id}”的训练。不写 \`run\` 就会用你最近的一次。`,
    'run-diverged': (m) =>
      text`训练 \`${m.id}\` 发散了：θ 已经飞出去了，没法接着用。请用小一些的学习率重新训练：`,
    'button-gone': () => text`我已经不记得这个按钮是做什么的了，请直接输入命令。`,
    'too-fast': (m) => text`太快啦！先看看上一个回答吧，${m.seconds} 秒后再继续。`,
    'learner-busy': (m) => text`你还有 ${m.waiting} 个命令在处理。等其中一个有了结果，再发这一个吧。`,
    'space-busy': (m) =>
      text`这里已经有 ${formatCount(m.waiting)} 个命令在排队，我忙不过来了。请过一分钟再试。`,
  },

  fault: (reference) =>
    text`出了点问题，原因在我这边，不在你。请稍后再试；如果一直这样，请把编号 \`${reference}\` 告诉老师。`,
  storeUnavailable: () =>
    text`我暂时连不上数据库，所以现在没法训练，也查不了训练记录。这不是你的问题，请过一分钟再试。`,
  place: (before) => `正在排队：前面还有 ${formatCount(before)} 个……`,
  pictureFailed: (alt) => text`（这次图片没能画出来。图上的内容是：${alt}）`,

  train: {
    progress: (epochs, lr) => `正在训练：${formatCount(epochs)} 轮，学习率 ${formatNumber(lr)}……`,
    fields: {
      line: '学到的直线',
      lastLine: '数值溢出前的最后一条直线',
      loss: '均方误差',
      leastSquares: '精确解（最小二乘）',
      run: '本次训练',
    },
    line: (w, b) => text`**${formatLine(w, b)}**\nθ = (w, b) = (${formatNumber(w)}, ${formatNumber(b)})`,
    loss: (loss, lowest) =>
      text`训练集 ${formatNumber(loss.train)}（最低可到 ${formatNumber(lowest)}）\n验证集 ${formatNumber(loss.validation)}\n测试集 ${formatNumber(loss.test)}`,
    leastSquares: (o) =>
      text`${formatLine(o.w, o.b)}\nw ± ${formatNumber(o.wError, 2)}，b ± ${formatNumber(o.bError, 2)}`,
    run: (id, seed) => text`\`${id}\`，随机种子 ${String(seed)}`,
    again: (call) => text`想一点不差地重做这次训练：\`${call}\``,
    goingOn: (id, added, total) =>
      text`在训练 \`${id}\` 的基础上又训练了 ${formatCount(added)} 轮，一共 ${formatCount(total)} 轮。`,
    buttons: {
      more: (epochs) => `接着训练 ${formatCount(epochs)} 轮`,
      lrUp: (lr) => `学习率 × 10 = ${formatNumber(lr)}`,
      lrDown: (lr) => `学习率 ÷ 10 = ${formatNumber(lr)}`,
      predict: (x) => `预测 x = ${x}`,
    },
  },

  verdict: {
    converged: {
      headline: () => text`✅ **已经收敛。**`,
      exact: () => text`你的数据没有噪声，θ 就是生成数据的那条直线，精确到 32 位浮点数的极限。`,
      reason: (d) =>
        text`θ ${d.distance < 0.1 ? '几乎就在精确解上' : `离精确解 ${formatNumber(d.distance, 2)} 个标准误差`}。数据里的噪声本来就会让精确解模糊一两个标准误差，所以再训练下去，直线也不会更好。`,
      next: () => text`轮数减半还能走到吗？先猜一猜，再看结果：`,
    },
    learning: {
      headline: () => text`📈 **还在学习。**`,
      reason: (d) =>
        text`损失还在下降，θ 还没有走到精确解。损失曲面像一条山谷，横向大约比谷底方向陡 ${formatNumber(d.steep / d.flat, 2)} 倍，所以沿着谷底的最后一段走得慢。大约还要 ${formatCount(d.moreEpochs)} 轮。`,
      next: () => text`从这里接着训练：`,
      nextFaster: () => text`把学习率调大，会快得多：`,
    },
    crawling: {
      headline: () => text`🐢 **慢得像在爬。**`,
      reason: (d) =>
        text`学习率只有 ${formatNumber(d.learningRate)}，每一步都太小，θ 大约还要走 ${formatNumber(d.moreEpochs, 2)} 轮。你的数据经得起更大的步子，学习率到 ${formatNumber(d.limit, 3)} 为止都是稳定的。`,
      next: () => text`把步子迈大一些：`,
    },
    oscillating: {
      headline: () => text`〰️ **来回振荡。**`,
      overshoot: (d) =>
        text`每一步都跨过最低点，落到对面，只是一次比一次近：学习率 × 曲率 λ = ${formatNumber(d.learningRate, 3)} × ${formatNumber(d.curvature, 3)} = ${formatNumber(d.learningRate * d.curvature, 3)}。大于 1 就会跨过头；大于 2，也就是学习率超过 ${formatNumber(d.limit, 3)}，θ 就会飞出去。`,
      batches: (d) =>
        text`θ 停不下来：每批只有 ${d.batch} 个点，各批有各批的最低点；学习率 ${formatNumber(d.learningRate)} 让每一步都去追最近的那一批。步子小一些，或者每批大一些，就能把这种晃动平均掉。`,
      next: () => text`让步子稳一些：`,
    },
    diverged: {
      headline: (d) => text`💥 **从第 ${formatCount(d.epoch)} 轮起发散。**`,
      reason: (d) =>
        text`每一步都跨过了最低点，落得比出发时更远，于是损失越来越大。你的数据最大能用到学习率 2/λ = ${formatNumber(d.limit, 3)}，而你给的是 ${formatNumber(d.learningRate)}。${d.working < 0.95 * d.limit ? `每批的点这么少，能用的最大学习率约为 ${formatNumber(d.working, 2)}。` : ''}`,
      reasonBatches: (d) =>
        text`如果每一步都用全部的点，学习率 ${formatNumber(d.learningRate)} 是稳定的（上限是 2/λ = ${formatNumber(d.limit, 3)}）；可是每批只有 ${d.batch} 个点时，某一批的曲面可能比整体陡得多。按你的批大小，能用的最大学习率约为 ${formatNumber(d.working, 2)}。`,
      next: () => text`把步子迈小一些：`,
    },
  },

  predict: {
    progress: '正在预测……',
    headline: (line, id) => text`用直线 **${line}**（训练 \`${id}\`）预测：`,
    row: (p) =>
      text`• x = ${formatNumber(p.x)}：**ŷ = ${formatNumber(p.y)}**，新的点有 95 % 落在 ${formatNumber(p.low)} 到 ${formatNumber(p.high)} 之间；真实直线上是 ${formatNumber(p.truth)}`,
    rowIfRight: (p) =>
      text`• x = ${formatNumber(p.x)}：**ŷ = ${formatNumber(p.y)}**，如果这条直线是对的，95 % 区间是 ${formatNumber(p.low)} 到 ${formatNumber(p.high)}；真实直线上是 ${formatNumber(p.truth)}`,
    outside: (xs) =>
      text`⚠️ x = ${xs.map((x) => formatNumber(x)).join('、')} 在 [0, 1] 之外，训练数据都在 [0, 1] 之内。直线虽然可以延长过去，但没有见过的数据支持它。`,
    unfinished: () =>
      text`⚠️ 这次训练还没有收敛。区间说的是数据点离直线有多远，并不包括这条直线离正确的直线还有多远。`,
  },

  runs: {
    epochs: (epochs) => `${formatCount(epochs)} 轮`,
    verdict: {
      converged: '已收敛',
      learning: '还在学习',
      crawling: '进展极慢',
      oscillating: '振荡',
      diverged: '已发散',
    },
  },

  help: {
    intro: text`**Theta 教你梯度下降。**输入一条命令训练一条直线，看看图，改一个参数，先猜结果，再训练一次。`,
    more: (call) => text`\`${call}\` 会列出一个命令的选项和例子。`,
    optionsTitle: text`**选项**`,
    examplesTitle: text`**例子**`,
    noOptions: text`没有选项。`,
    range: (r) => plain(range(r)),
    fallback: (value) => `，不写就是 ${formatCount(value)}`,
    required: '，必填',
    inBrackets: (words) => `：${words.trim()}`,
    numbers: (most, r) => `最多 ${most} 个数，每个是${plain(range(r))}`,
    words: (most) => `最多 ${formatCount(most)} 个字符`,
  },
};
