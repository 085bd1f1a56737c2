import type { Locale, Localized } from '../locales/locale.ts';
import { type FailureKind, kindOfFailure } from './failure.ts';
import { broken, type Finding, type Trouble } from './finding.ts';

/** A finding about a service that could not be asked. `service` names it, and its host where that was set. */
export function explainFailure(error: unknown, service: string, locale: Locale): Finding {
  return broken(failureWords[locale][kindOfFailure(error)](service));
}

const failureWords: Localized<Readonly<Record<FailureKind, (service: string) => Trouble>>> = {
  en: {
    unknownHost: (service) => ({
      says: `${service}: this machine finds no such host.`,
      mend: 'Check the address for typos, and that DNS works here.',
    }),
    refused: (service) => ({
      says: `${service}: nobody listens at that address.`,
      mend: 'Start the service, or correct its address or port.',
    }),
    unreachable: (service) => ({
      says: `${service}: there is no way to that address.`,
      mend: 'Check the network, and a firewall’s rules for outgoing connections.',
    }),
    insecure: (service) => ({
      says: `${service}: its certificate or TLS handshake is not accepted.`,
      mend: 'Check this machine’s clock, and give Node the certificate of an intercepting proxy by NODE_EXTRA_CA_CERTS.',
    }),
    slow: (service) => ({
      says: `${service}: no answer within 5 seconds.`,
      mend: 'Try again; if it stays so, look for a firewall that drops the connection.',
    }),
    brokenOff: (service) => ({
      says: `${service}: the connection was broken off.`,
      mend: 'Try again; if it stays so, look for a proxy or firewall in between.',
    }),
    unauthorized: (service) => ({
      says: `${service}: not let in (401).`,
      mend: 'Check the token or password that is set for it.',
    }),
    forbidden: (service) => ({
      says: `${service}: access denied (403).`,
      mend: 'Check what the app may do there, and that no proxy blocks the request.',
    }),
    limited: (service) => ({
      says: `${service}: too many requests just now (429).`,
      mend: 'Wait some minutes, and see that no other program uses the same token.',
    }),
    faulty: (service) => ({
      says: `${service}: it has a fault of its own (5xx).`,
      mend: 'Try again later, or look at the service’s status page or log.',
    }),
    strange: (service) => ({
      says: `${service}: the answer is not what that service would say.`,
      mend: 'Check the address; a proxy or log-in page may stand in between.',
    }),
  },
  zh: {
    unknownHost: (service) => ({
      says: `${service}：这台机器找不到这个主机。`,
      mend: '请检查地址有没有写错，以及本机的 DNS 是否正常。',
    }),
    refused: (service) => ({
      says: `${service}：这个地址上没有服务在监听。`,
      mend: '请启动该服务，或改正地址、端口。',
    }),
    unreachable: (service) => ({
      says: `${service}：网络到不了这个地址。`,
      mend: '请检查网络，以及防火墙对外连接的规则。',
    }),
    insecure: (service) => ({
      says: `${service}：证书或 TLS 握手没有通过。`,
      mend: '请检查本机时钟；如果中间有会解密流量的代理，请用 NODE_EXTRA_CA_CERTS 把它的证书交给 Node。',
    }),
    slow: (service) => ({
      says: `${service}：5 秒内没有回应。`,
      mend: '请再试一次；如果总是这样，看看是不是防火墙丢弃了连接。',
    }),
    brokenOff: (service) => ({
      says: `${service}：连接中途断开了。`,
      mend: '请再试一次；如果总是这样，看看中间的代理或防火墙。',
    }),
    unauthorized: (service) => ({
      says: `${service}：没有通过身份验证（401）。`,
      mend: '请检查为它设置的令牌或密码。',
    }),
    forbidden: (service) => ({
      says: `${service}：没有权限（403）。`,
      mend: '请检查应用在那里的权限，以及请求是不是被代理拦下了。',
    }),
    limited: (service) => ({
      says: `${service}：眼下请求太多（429）。`,
      mend: '请等几分钟，并确认没有别的程序在用同一个令牌。',
    }),
    faulty: (service) => ({
      says: `${service}：对方服务自己出了故障（5xx）。`,
      mend: '请稍后再试，或看看该服务的状态页或日志。',
    }),
    strange: (service) => ({
      says: `${service}：收到的回答不像是这个服务给的。`,
      mend: '请检查地址；中间可能隔着代理或登录页面。',
    }),
  },
};
