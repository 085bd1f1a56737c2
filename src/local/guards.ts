import type { RequestHandler } from 'express';
import { Refused } from './refused.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // No string ever becomes markup or code: the page has no Trusted Types policy that could let one through.
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

export const setSecurityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': POLICY,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  next();
};

/**
 * Listening on loopback only, Theta answers to loopback names only: another site could otherwise let its own
 * name point here (DNS rebinding) and read along. On any other address it can't know its names.
 */
export function checkHost(listeningOn: string): RequestHandler {
  const onLoopback =
    LOOPBACK.includes(listeningOn) || listeningOn === '::1' || listeningOn.startsWith('127.');
  const names = [...LOOPBACK, listeningOn];
  return (request, _response, next) => {
    const name = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(request.headers.host ?? '')?.[1]?.toLowerCase();
    next(onLoopback && !names.includes(name ?? '') ? new Refused(403, 'host') : undefined);
  };
}

/**
 * Lets in what this page itself asks for, and what is no browser. `Sec-Fetch-Site` can't be forged by a page, but
 * browsers leave it out on plain http away from loopback: there `Origin` decides.
 */
export const refuseCrossSite: RequestHandler = (request, _response, next) => {
  const site = request.get('Sec-Fetch-Site');
  const origin = request.get('Origin');
  const own =
    site !== undefined
      ? site === 'same-origin' || site === 'none'
      : origin === undefined || origin.replace(/^https?:\/\//, '') === request.get('Host');
  next(own ? undefined : new Refused(403, 'cross-site'));
};

/** A form on another site can't send JSON without asking first. */
export const requireJson: RequestHandler = (request, _response, next) => {
  const json = request.method !== 'POST' || request.is('application/json');
  next(json ? undefined : new Refused(415, 'not-json'));
};

/**
 * Refuses a body by the length that it is announced with, before any of it is read: express's parsers read an oversized
 * one to its end before they say so.
 */
export function limitBody(mostBytes: number): RequestHandler {
  return (request, _response, next) => {
    if (request.method !== 'POST') return next();
    const length = request.get('Content-Length');
    if (length === undefined) return next(new Refused(411, 'malformed'));
    next(Number(length) > mostBytes ? new Refused(413, 'too-large') : undefined);
  };
}
