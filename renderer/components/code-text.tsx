import type { RootContent } from 'hast';
import { Fragment, useMemo } from 'react';
import classes from './code-text.module.css';
import { CopyButton } from './copy-button.tsx';
import { highlight } from './shell-highlight.ts';
import { VisibleText } from './visible-text.tsx';

/** A command or JSON in full: highlighted, wrapped, with invisible characters shown and a copy button. */
export function CodeText(props: {
  text: string;
  language: 'bash' | 'json';
  /** What it is, for screen readers: "Command". */
  label: string;
  /** CSS length after which it scrolls. */
  maxHeight?: string;
}) {
  const nodes = useMemo(() => highlight(props.text, props.language), [props.text, props.language]);
  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre
        className={classes.code}
        style={{ maxHeight: props.maxHeight }}
        role="region"
        aria-label={props.label}
        tabIndex={0}
      >
        <code>{nodes.map(renderNode)}</code>
      </pre>
      <div className={classes.copy}>
        <CopyButton text={props.text} label={`Copy ${props.label.toLowerCase()}`} />
      </div>
    </div>
  );
}

function renderNode(node: RootContent, index: number) {
  switch (node.type) {
    case 'text':
      // biome-ignore lint/suspicious/noArrayIndexKey: highlighted parts have no other identity
      return <VisibleText key={index}>{node.value}</VisibleText>;
    case 'element': {
      const names = node.properties['className'];
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: highlighted parts have no other identity
        <span key={index} className={classOf(names)}>
          {node.children.map(renderNode)}
        </span>
      );
    }
    default:
      // biome-ignore lint/suspicious/noArrayIndexKey: highlighted parts have no other identity
      return <Fragment key={index} />;
  }
}

function classOf(names: unknown): string {
  if (!Array.isArray(names)) return '';
  return names.map((name) => classes[String(name)] ?? '').join(' ');
}
