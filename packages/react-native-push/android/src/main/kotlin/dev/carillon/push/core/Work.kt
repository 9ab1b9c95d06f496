package dev.carillon.push.core

import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.RejectedExecutionException
import java.util.concurrent.ScheduledThreadPoolExecutor
import java.util.concurrent.ThreadFactory
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/** Where work is done that may block, and deadlines are kept. */
interface Work {
    /** @return false when too much waits already: it is not done */
    fun background(work: () -> Unit): Boolean

    /** @return a function that calls it off */
    fun after(delayMs: Long, work: () -> Unit): () -> Unit
}

private const val THREADS = 8
private const val MAX_WAITING = 64
private const val IDLE_SECONDS = 30L

/** A few daemon threads that end when nothing is to do. Vendors' libraries block for seconds. */
class ThreadWork : Work {
    private val count = AtomicInteger()
    private val daemons = ThreadFactory { work ->
        Thread(work, "carillon-push-${count.incrementAndGet()}").apply { isDaemon = true }
    }
    private val pool = ThreadPoolExecutor(
        THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, LinkedBlockingQueue(MAX_WAITING), daemons,
    ).apply { allowCoreThreadTimeOut(true) }
    private val timer = ScheduledThreadPoolExecutor(1, daemons).apply {
        setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS)
        allowCoreThreadTimeOut(true)
        removeOnCancelPolicy = true
    }

    override fun background(work: () -> Unit): Boolean = try {
        pool.execute(work)
        true
    } catch (_: RejectedExecutionException) {
        false
    }

    override fun after(delayMs: Long, work: () -> Unit): () -> Unit {
        val future = timer.schedule(work, delayMs, TimeUnit.MILLISECONDS)
        return { future.cancel(false) }
    }
}
