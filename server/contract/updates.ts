// What the window says about newer versions of Patchbay.

export interface Updates {
  /** Who is asked: the system's package manager, or the feed of the settings or of the build. */
  readonly source: 'package-manager' | 'feed';
  /** The feed that this build brings; empty without one. */
  readonly buildFeed: string;
  readonly state: UpdateState;
}

export type UpdateState =
  /** Nobody is asked: there is no feed, or the person does not want it. */
  | { readonly kind: 'off' }
  /** Not asked yet, or there was no answer. */
  | { readonly kind: 'unknown' }
  /** @param askedAt in ms since 1970 */
  | { readonly kind: 'newest'; readonly askedAt: number }
  | {
      readonly kind: 'offered';
      readonly version: string;
      readonly way: UpdateWay;
      /** Why the last attempt to install it failed. */
      readonly problem?: string;
    }
  | { readonly kind: 'downloading'; readonly version: string; readonly percent: number }
  /** Patchbay restarts as soon as no turn runs. */
  | { readonly kind: 'waiting'; readonly version: string };

export type UpdateWay =
  /** It lies where this one was started, and a restart is enough. */
  | 'restart'
  /** Patchbay fetches it, and restarts. */
  | 'fetch'
  | 'package-manager'
  | 'by-hand';
