// Proof that the window can speak Japanese; see german.ts.
import type { words } from '../../../../renderer/words.ts';

export const japanese = {
  pages: {
    inbox: '受信箱',
    threads: 'スレッド',
    clients: 'クライアント',
    remotes: 'サーバー',
    rules: 'ルール',
    activity: '履歴',
    settings: '設定',
  },
  sidebar: {
    label: 'ページ',
    waiting: '件待機中',
    knocked: '件の接続試行',
    inTrouble: '件に問題があります',
    announce: (count: number) => (count > 0 ? `${count}件の質問が回答を待っています` : ''),
  },
  status: {
    stopped: '停止中',
    starting: '起動中…',
    running: '実行中',
    paused: '一時停止中',
    error: '実行されていません',
    notRunning: 'サーバーは実行されていません。',
    copyAddress: 'アドレスをコピー',
    start: 'サーバーを起動',
    otherPort: '別のポートを選ぶ',
    resume: '再開',
    engine: (version: string) => `Codex ${version}`,
    engineStopped: 'Codexは停止しました',
    engineIdle: 'Codexは未起動です',
    usage: (percent: number) => `上限の${Math.round(percent)}%を使用`,
    usageResets: (percent: number, at: string) => `上限の${Math.round(percent)}%を使用、${at}にリセット`,
    demo: 'デモ',
    palette: 'コマンド',
  },
  home: {
    nextStep: '次のステップ',
    running: '実行中',
    moreRunning: (count: number) => `ほか${count}件`,
    waiting: '開始待ち',
    recent: '最近終了したもの',
    today: {
      title: '今日の変更',
      files: (files: number, turns: number) => `${turns}件のターンで${files}個のファイル`,
      inFolder: (folder: string, files: number) => `${folder}: ${files}個のファイル`,
      moreFolders: (count: number) => `ほか${count}個のフォルダー`,
      tests: ({ passed, failed, unknown }: { passed: number; failed: number; unknown: number }) => {
        const parts = [
          passed > 0 && `成功 ${passed}件`,
          failed > 0 && `失敗 ${failed}件`,
          unknown > 0 && `結果不明 ${unknown}件`,
        ].filter(Boolean);
        return parts.length > 0 ? `テスト: ${parts.join('、')}` : '';
      },
    },
    decisions: '最近の決定',
    allDecisions: 'すべての決定',
    connected: '接続中のクライアント',
    nobodyConnected: '現在、接続中のクライアントはありません。',
    address: (url: string) => `サーバー: ${url}`,
    moreClients: (count: number) => `ほか${count}件のクライアント`,
  },
} satisfies Partial<typeof words>;
