// Where links from outside lead.
import { describe, expect, test } from 'vitest';
import { isLinkToOldest, linkIn, placeOfLink } from '../../electron/app-links.ts';
import { linkTo, OLDEST_LINK } from '../../server/contract/links.ts';
import { pageNames } from '../../server/contract/places.ts';

describe('a link from outside', () => {
  test.each(pageNames)('opens the page %s', (page) => {
    expect(placeOfLink(`patchbay://v1/${page}`)).toEqual({ page });
  });

  test.each([
    ['patchbay://v1/threads/01a-b', { page: 'threads', threadId: '01a-b' }],
    ['patchbay://v1/threads/x/changes', { page: 'threads', threadId: 'x', tab: 'changes' }],
    ['patchbay://v1/threads/x/changes/12', { page: 'threads', threadId: 'x', tab: 'changes', turn: 12 }],
    ['patchbay://v1/threads/x/details', { page: 'threads', threadId: 'x', tab: 'details' }],
    ['PATCHBAY://v1/inbox/7', { page: 'inbox', approvalId: '7' }],
    ['patchbay://v1/activity/logs', { page: 'activity', tab: 'logs' }],
    ['patchbay://v1/remotes/a%2Fb%20c', { page: 'remotes', remote: 'a/b c' }],
  ])('%s opens what it names', (link, place) => {
    expect(placeOfLink(link)).toEqual(place);
  });

  test('has the words of the address of a place', () => {
    const place = { page: 'remotes', remote: 'é#?/..' } as const;
    expect(placeOfLink(linkTo(place))).toEqual(place);
  });

  test.each([
    '',
    'patchbay:',
    'patchbay://v1',
    'patchbay://v1/',
    'patchbay://v1/approve/7',
    'patchbay://v1/inbox/7/approve',
    'patchbay://v1/inbox/',
    'patchbay://v1/settings/port',
    'patchbay://v1/Inbox',
    'patchbay://v1//inbox',
    'patchbay://v1/inbox?verdict=approve',
    'patchbay://v1/inbox#/settings',
    'patchbay://v2/inbox',
    'patchbay://v1:80/inbox',
    'patchbay://me@v1/inbox',
    'patchbay:v1/inbox',
    'patchbay:///v1/inbox',
    'https://v1/inbox',
    'patchbay://v1/threads/%E0%A4%A',
    'patchbay://v1/threads/x/undo',
    'patchbay://v1/threads/x/changes/0',
    'patchbay://v1/threads/x/changes/3/undo',
    'patchbay://v1/threads/x/details/3',
    `patchbay://v1/threads/${'x'.repeat(500)}`,
  ])('"%s" leads nowhere', (link) => {
    expect(placeOfLink(link)).toBeUndefined();
  });

  test('to the oldest question is a link of its own', () => {
    expect(isLinkToOldest(OLDEST_LINK)).toBe(true);
    expect(placeOfLink(OLDEST_LINK)).toBeUndefined();
    for (const other of [`${OLDEST_LINK}/approve`, `${OLDEST_LINK}?verdict=approve`, 'patchbay://v1/inbox'])
      expect(isLinkToOldest(other)).toBe(false);
  });

  test('is found among the words of Chromium', () => {
    const link = 'patchbay://v1/threads/x';
    expect(linkIn(['/usr/lib/patchbay/patchbay-app', '--enable-features=x', link])).toBe(link);
    expect(linkIn(['/usr/lib/patchbay/patchbay-app', '--hidden'])).toBeUndefined();
  });
});
