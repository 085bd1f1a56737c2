import type { Localized } from '../locales/locale.ts';
import type { Trouble } from './finding.ts';

interface MachineWords {
  readonly node: (version: string) => string;
  readonly oldNode: (version: string, oldest: string) => Trouble;
  readonly folder: (path: string, megabytes: number) => string;
  readonly notWritable: (path: string) => Trouble;
  readonly littleSpace: (path: string, megabytes: number) => Trouble;
  readonly noSpace: (path: string, megabytes: number) => Trouble;
  readonly anyPort: string;
  readonly portFree: (port: number) => string;
  readonly portOurs: (port: number) => string;
  readonly portTaken: (port: number) => Trouble;
  readonly portForbidden: (port: number) => Trouble;
  readonly hostUnknown: (host: string) => Trouble;
}

export const machineWords: Localized<MachineWords> = {
  en: {
    node: (version) => `Node.js ${version}.`,
    oldNode: (version, oldest) => ({
      says: `Node.js ${version} is too old.`,
      mend: `Install ${oldest} or newer: https://nodejs.org.`,
    }),
    folder: (path, megabytes) => `DATA_DIR (${path}) can be written to, with ${megabytes} MB free.`,
    notWritable: (path) => ({
      says: `DATA_DIR (${path}) can’t be written to.`,
      mend: 'Let the user that runs Theta write there, or choose another folder.',
    }),
    littleSpace: (path, megabytes) => ({
      says: `Only ${megabytes} MB are left for DATA_DIR (${path}).`,
      mend: 'Make room soon: on a full disk Theta can’t keep runs.',
    }),
    noSpace: (path, megabytes) => ({
      says: `Hardly any room is left for DATA_DIR (${path}): ${megabytes} MB.`,
      mend: 'Delete something on that disk, or move DATA_DIR to a larger one.',
    }),
    anyPort: 'PORT=0: the start takes any free port.',
    portFree: (port) => `Port ${port} is free.`,
    portOurs: (port) => `Port ${port}: Theta is running there.`,
    portTaken: (port) => ({
      says: `Port ${port} is taken by another program.`,
      mend: 'Set PORT to another one, or end that program.',
    }),
    portForbidden: (port) => ({
      says: `This user may not listen on port ${port}.`,
      mend: 'Set PORT to one above 1023.',
    }),
    hostUnknown: (host) => ({
      says: `HOST (${host}) is no address of this machine.`,
      mend: 'Set it to 127.0.0.1 for this machine alone, or to 0.0.0.0 for every network that it is in.',
    }),
  },
  zh: {
    node: (version) => `Node.js ${version}。`,
    oldNode: (version, oldest) => ({
      says: `Node.js ${version} 太旧了。`,
      mend: `请安装 ${oldest} 或更新的版本：https://nodejs.org。`,
    }),
    folder: (path, megabytes) => `DATA_DIR（${path}）可以写入，还有 ${megabytes} MB 空间。`,
    notWritable: (path) => ({
      says: `DATA_DIR（${path}）无法写入。`,
      mend: '请让运行 Theta 的用户有权写入，或换一个文件夹。',
    }),
    littleSpace: (path, megabytes) => ({
      says: `DATA_DIR（${path}）只剩 ${megabytes} MB 空间。`,
      mend: '请尽快腾出空间：磁盘一满，Theta 就存不了训练记录。',
    }),
    noSpace: (path, megabytes) => ({
      says: `DATA_DIR（${path}）几乎没有空间了：${megabytes} MB。`,
      mend: '请清理这块磁盘，或把 DATA_DIR 移到更大的磁盘上。',
    }),
    anyPort: 'PORT=0：启动时会选一个空闲端口。',
    portFree: (port) => `端口 ${port} 空闲。`,
    portOurs: (port) => `端口 ${port}：Theta 正在上面运行。`,
    portTaken: (port) => ({
      says: `端口 ${port} 被别的程序占用了。`,
      mend: '请把 PORT 设成别的端口，或结束那个程序。',
    }),
    portForbidden: (port) => ({
      says: `当前用户不能使用端口 ${port}。`,
      mend: '请把 PORT 设成大于 1023 的端口。',
    }),
    hostUnknown: (host) => ({
      says: `HOST（${host}）不是这台机器的地址。`,
      mend: '只在本机使用请设成 127.0.0.1；要对所有网络开放请设成 0.0.0.0。',
    }),
  },
};
