import type { CSSProperties, ReactNode, Ref } from 'react';

interface Props {
  readonly label: string;
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
  /** `log` for content that grows at its end. */
  readonly role?: 'group' | 'log';
  readonly ref?: Ref<HTMLDivElement>;
  onScroll?(): void;
  readonly children: ReactNode;
}

/** A separately scrolling part of the page, reachable by keyboard. */
export function ScrollRegion({ label, role = 'group', onScroll, children, ...looks }: Props) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
    <div {...looks} role={role} aria-label={label} tabIndex={0} onScroll={onScroll}>
      {children}
    </div>
  );
}
