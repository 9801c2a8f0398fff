#!/usr/bin/env node
// Runs the offpush program of this platform's package. It lies in an optional
// dependency, so that nothing is downloaded or run while npm installs.
'use strict';
const { spawn } = require('child_process');

const platform = `${process.platform}-${process.arch}`;
const program = `@offpush/${platform}/bin/offpush${process.platform === 'win32' ? '.exe' : ''}`;

function fail(lines) {
  console.error(lines.join('\n'));
  process.exit(3); // could not do it, as of offpush itself
}

function find() {
  try {
    return require.resolve(program);
  } catch (error) {
    const supported = Object.keys(require('../package.json').optionalDependencies).map((name) => name.split('/')[1]);
    if (!supported.includes(platform)) {
      fail([
        `offpush：没有 ${platform} 的程序，支持：${supported.join('、')}。`,
        `offpush: there is no program for ${platform}; supported: ${supported.join(', ')}.`,
      ]);
    }
    fail([
      `offpush：没有找到 @offpush/${platform}。它是可选依赖，可能是安装时用了 --omit=optional（--no-optional），或者 node_modules 是从别的系统拷来的。`,
      '请删除 node_modules，去掉该参数后重新安装。',
      `offpush: @offpush/${platform} is missing. It is an optional dependency: was it left out by --omit=optional (--no-optional), or was node_modules copied from another system?`,
      'Remove node_modules and install again without that flag.',
    ]);
  }
}

const path = find();
let child;

// Set up before the program can be heard of. A terminal sends Ctrl-C to both; a
// second SIGINT would cut the program short.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}

child = spawn(path, process.argv.slice(2), { stdio: 'inherit' });

child.on('error', (error) => fail([`offpush：无法启动程序：${error.message}`, `offpush: cannot start the program: ${error.message}`]));

child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
