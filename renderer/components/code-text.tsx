import type { RootContent } from 'hast';
import { Fragment, useMemo } from 'react';
import { words } from '../words.ts';
import classes from './code-text.module.css';
import { CopyButton } from './copy-button.tsx';
import { ScrollRegion } from './scroll-region.tsx';
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
      <ScrollRegion
        label={props.label}
        className={classes.code}
        {...(props.maxHeight && { style: { maxHeight: props.maxHeight } })}
      >
        <code>{nodes.map(renderNode)}</code>
      </ScrollRegion>
      <div className={classes.copy}>
        <CopyButton text={props.text} label={words.copyOf(props.label)} />
      </div>
    </div>
  );
}

function renderNode(node: RootContent, index: number) {
  switch (node.type) {
    case 'text':
      return <VisibleText key={index}>{node.value}</VisibleText>;
    case 'element': {
      const names = node.properties['className'];
      return (
        <span key={index} className={classOf(names)}>
          {node.children.map(renderNode)}
        </span>
      );
    }
    default:
      return <Fragment key={index} />;
  }
}

function classOf(names: unknown): string {
  if (!Array.isArray(names)) return '';
  return names.map((name) => classes[String(name)] ?? '').join(' ');
}
