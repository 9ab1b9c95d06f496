package dev.carillon.push.react

import com.facebook.react.bridge.Promise
import dev.carillon.push.core.FailureCode
import dev.carillon.push.core.PushFailure
import dev.carillon.push.core.wordsOf

/** Resolves with what `work` gives, or rejects with what it throws. */
internal fun Promise.settle(work: () -> Any?) = guard { resolve(work()) }

/** `work` settles the promise itself, unless it throws. */
internal fun Promise.guard(work: () -> Unit) {
    try {
        work()
    } catch (error: Exception) {
        rejectWith(error)
    }
}

/** With its own code, or as a failure of the system. */
internal fun Promise.rejectWith(error: Throwable) {
    if (error is PushFailure) reject(error.code, error.message) else reject(FailureCode.SYSTEM, wordsOf(error))
}
