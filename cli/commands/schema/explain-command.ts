import type { Command } from 'commander';
export function addExplain(_schema: Command): void {}
