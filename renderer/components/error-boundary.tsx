import { Button, Code } from '@mantine/core';
import { IconMoodSad } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { words } from '../words.ts';
import { EmptyState } from './empty-state.tsx';

interface Props {
  /** A new value retries automatically: the person went somewhere else. */
  readonly place: string;
  readonly children: ReactNode;
}

interface State {
  readonly problem: string | undefined;
}

/** Prevents a page that cannot be rendered from breaking the whole window. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { problem: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.problem !== undefined && before.place !== this.props.place) this.tryAgain();
  }

  tryAgain = () => this.setState({ problem: undefined });

  override render(): ReactNode {
    if (this.state.problem === undefined) return this.props.children;
    return (
      <EmptyState isPage icon={IconMoodSad} title={words.broken.title} hint={words.broken.hint}>
        <Code block>{this.state.problem}</Code>
        <Button onClick={this.tryAgain}>{words.retry}</Button>
      </EmptyState>
    );
  }
}
