#!/usr/bin/env node
// Runs the offpush program of this platform's package. It lies in an optional
// dependency, so that nothing is downloaded or run while npm installs.
'use strict';
const { spawn } = require('child_process');

const platform = `${process.platform}-${process.arch}`;
const program = `@offpush/${platform}/bin/offpush${process.platform === 'win32' ? '.exe' : ''}`;

// fail says in both languages, as the program would in one, why it cannot run:
// with --format json standard output has one value in any case.
function fail(id, zh, en) {
  console.error(`offpush：${zh}\noffpush: ${en}`);
  if (wantsJSON(process.argv.slice(2))) {
    console.log(JSON.stringify({ version: 1, error: { id, message: `${zh} / ${en}` } }, null, 2));
  }
  process.exitCode = 3; // could not do it, as of offpush itself; a pipe is written to its end
}

function wantsJSON(args) {
  let format = '';
  for (let i = 0; i < args.length && args[i] !== '--'; i++) {
    if (args[i] === '--format' && i + 1 < args.length) format = args[i + 1];
    else if (args[i].startsWith('--format=')) format = args[i].slice('--format='.length);
  }
  return format === 'json';
}

function find() {
  try {
    return require.resolve(program);
  } catch (error) {
    const supported = Object.keys(require('../package.json').optionalDependencies).map((name) => name.split('/')[1]);
    if (!supported.includes(platform)) {
      fail('no-program', `没有 ${platform} 的程序，支持：${supported.join('、')}。`, `there is no program for ${platform}; supported: ${supported.join(', ')}.`);
      return undefined;
    }
    fail(
      'no-program',
      `没有找到 @offpush/${platform}。它是可选依赖，可能是安装时用了 --omit=optional（--no-optional），或者 node_modules 是从别的系统拷来的。请删除 node_modules，去掉该参数后重新安装。`,
      `@offpush/${platform} is missing. It is an optional dependency: was it left out by --omit=optional (--no-optional), or was node_modules copied from another system? Remove node_modules and install again without that flag.`,
    );
    return undefined;
  }
}

function start(path) {
  let child;

  // Set up before the program can be heard of. A terminal sends Ctrl-C to both; a
  // second SIGINT would cut the program short.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }

  child = spawn(path, process.argv.slice(2), { stdio: 'inherit' });

  child.on('error', (error) => fail('failed', `无法启动程序：${error.message}`, `cannot start the program: ${error.message}`));

  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const path = find();
if (path !== undefined) start(path);
