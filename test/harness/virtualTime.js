const { subscribe, unsubscribe } = require('node:diagnostics_channel');
// Not the global one, which a test that ran out of time may have left virtual.
const { setTimeout: realTimeout } = require('node:timers');
const zlib = require('node:zlib');

/** More timers than this are never due at one moment: time would not go on. */
const MOST_AT_ONCE = 2000;

const replaceUnzip = (value) => Object.defineProperty(zlib, 'createUnzip', { value });

/**
 * Plays hours in seconds: `Date` and timers are virtual, and time jumps to the next timer whenever
 * nothing is on its way over a socket. Sockets stay real; calls take no virtual time, so that every
 * check can be compared with the schedule to the millisecond. `kept` says how many of the calls on
 * their way have been kept waiting by the other side: these get an answer only from time going on.
 *
 * Plain JavaScript, because the lint rules for n8n nodes keep TypeScript from timers.
 */
async function onVirtualTime(work, kept = () => 0) {
	let underWay = 0;
	/** Counts something with a `close` event until then. */
	const count = (one) => {
		underWay += 1;
		one.once('close', () => {
			underWay -= 1;
		});
		return one;
	};
	const onRequest = ({ request }) => count(request);
	subscribe('http.client.request.start', onRequest);
	// A request starts when it has a connection; to look a name up and connect takes time too.
	const onSocket = ({ socket }) => {
		underWay += 1;
		const settled = () => {
			socket.off('connect', settled);
			socket.off('close', settled);
			underWay -= 1;
		};
		socket.once('connect', settled);
		socket.once('close', settled);
	};
	subscribe('net.client.socket', onSocket);
	// Decompression goes on when the last byte has arrived.
	const { createUnzip } = zlib;
	replaceUnzip((...options) => count(createUnzip(...options)));
	jest.useFakeTimers({
		doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'],
	});
	try {
		let done = false;
		const result = work().finally(() => {
			done = true;
		});
		// A rejection is for whoever awaits the result below, not for the process.
		result.catch(() => {});
		let inVain = 0;
		while (!done) {
			await new Promise((resolve) => realTimeout(resolve, 2));
			// Jest gave up on the test: without an end here, its process would never have one.
			if (setTimeout === realTimeout) throw new Error('The test is over, but its work is not');
			if (underWay > kept() || jest.getTimerCount() === 0) continue;
			const before = Date.now();
			jest.advanceTimersToNextTimer();
			inVain = Date.now() > before ? 0 : inVain + 1;
			if (inVain > MOST_AT_ONCE)
				throw new Error('Virtual time stands still: a timer is set for no time, again and again');
		}
		return await result;
	} finally {
		jest.useRealTimers();
		unsubscribe('http.client.request.start', onRequest);
		unsubscribe('net.client.socket', onSocket);
		replaceUnzip(createUnzip);
	}
}

module.exports = { onVirtualTime };
