package dev.carillon.push.core

import android.content.Context
import android.content.SharedPreferences

/** How long `register` waits for the vendor before the token is left to come as an event. */
const val TOKEN_WAIT_MS = 2_000L
private const val MAX_TOKEN_LENGTH = 4_096
private const val ACTIVE_VENDOR = "activeVendor"

/**
 * Registers with one vendor at a time and reports its token. A phone may have two push services, and a
 * library may get itself a token unasked: only the vendor that was registered last is reported, so that a
 * message is shown once.
 */
class Registration(
    private val context: Context,
    private val catalog: VendorCatalog,
    private val store: SharedPreferences,
    private val work: Work,
    private val events: PushEvents,
) {
    private class Waiter(val done: (Result<String>) -> Unit) {
        var cancelDeadline: () -> Unit = {}
    }

    private val lock = Any()
    private val waiters = ArrayList<Waiter>()
    private var token = ""

    /** The vendor registered last, also over a restart of the app. */
    val activeVendor: Vendor?
        get() = store.getString(ACTIVE_VENDOR, null)?.let(Vendor::of)

    /**
     * `done` is called once: with the token; after [TOKEN_WAIT_MS] without one with that of an earlier
     * registration, or with '', after which an event follows; or with a [PushFailure].
     */
    fun register(vendor: Vendor, credentials: Credentials, done: (Result<String>) -> Unit) {
        val accepted = work.background {
            val adapter = try {
                usableAdapter(vendor)
            } catch (failure: PushFailure) {
                return@background done(Result.failure(failure))
            }
            begin(vendor, done)
            try {
                adapter.register(context, credentials, answerOf(vendor))
            } catch (failure: PushFailure) {
                failed(vendor, "", failure.message)
            } catch (error: Exception) {
                failed(vendor, "", wordsOf(error))
            } catch (error: LinkageError) {
                failed(vendor, "", "The library of ${vendor.id} is of another version than expected: ${wordsOf(error)}")
            }
        }
        if (!accepted) done(Result.failure(PushFailure(FailureCode.SYSTEM, "Too many registrations wait already.")))
    }

    /** Takes the registration back. Pushes of this vendor are at an end; its later tokens are not reported. */
    fun unregister(vendor: Vendor, done: (Result<Unit>) -> Unit) {
        val accepted = work.background {
            done(runCatching {
                val adapter = catalog.adapter(vendor) ?: throw notLinked(vendor)
                forget(vendor)
                try {
                    adapter.unregister(context)
                } catch (error: Exception) {
                    throw PushFailure(FailureCode.REGISTER, wordsOf(error))
                }
            })
        }
        if (!accepted) done(Result.failure(PushFailure(FailureCode.SYSTEM, "Too many registrations wait already.")))
    }

    /** The vendor gave a token, asked or unasked. */
    fun onToken(vendor: Vendor, given: String) {
        if (given.isBlank() || given.length > MAX_TOKEN_LENGTH) return
        val waited: List<Waiter>
        synchronized(lock) {
            if (vendor != activeVendor) return
            waited = takeWaiters()
            if (waited.isEmpty() && given == token) return
            token = given
        }
        if (waited.isEmpty()) events.onToken(vendor, given) else waited.forEach { it.done(Result.success(given)) }
    }

    /** The vendor refused. */
    fun failed(vendor: Vendor, code: String, message: String) {
        val waited = synchronized(lock) {
            if (vendor != activeVendor) return
            takeWaiters()
        }
        if (waited.isEmpty()) return events.onRegistrationFailed(vendor, code, message)
        val words = if (code.isEmpty() || message.contains(code)) message else "$message ($code)"
        waited.forEach { it.done(Result.failure(PushFailure(FailureCode.REGISTER, words))) }
    }

    private fun usableAdapter(vendor: Vendor): VendorAdapter {
        val why = try {
            val adapter = catalog.adapter(vendor) ?: throw notLinked(vendor)
            adapter.whyUnsupported(context) ?: return adapter
        } catch (failure: PushFailure) {
            throw failure
        } catch (error: Exception) {
            wordsOf(error)
        } catch (error: LinkageError) {
            wordsOf(error)
        }
        throw PushFailure(FailureCode.UNAVAILABLE, why)
    }

    private fun begin(vendor: Vendor, done: (Result<String>) -> Unit) {
        val waiter = Waiter(done)
        val replaced = synchronized(lock) {
            val before = if (activeVendor == vendor) emptyList() else takeWaiters().also { token = "" }
            store.edit().putString(ACTIVE_VENDOR, vendor.id).apply()
            waiters.add(waiter)
            waiter.cancelDeadline = work.after(TOKEN_WAIT_MS) { deadlinePassed(waiter) }
            before
        }
        replaced.forEach {
            it.done(Result.failure(PushFailure(FailureCode.REGISTER, "${vendor.id} was registered in its place.")))
        }
    }

    private fun deadlinePassed(waiter: Waiter) {
        // A token known from before is still the current one.
        val known = synchronized(lock) { if (waiters.remove(waiter)) token else null } ?: return
        waiter.done(Result.success(known))
    }

    private fun forget(vendor: Vendor) {
        val waited = synchronized(lock) {
            if (activeVendor != vendor) return
            store.edit().remove(ACTIVE_VENDOR).apply()
            token = ""
            takeWaiters()
        }
        waited.forEach { it.done(Result.failure(PushFailure(FailureCode.REGISTER, "The registration was taken back."))) }
    }

    private fun takeWaiters(): List<Waiter> = ArrayList(waiters).also {
        waiters.clear()
        it.forEach { waiter -> waiter.cancelDeadline() }
    }

    private fun answerOf(vendor: Vendor) = object : RegistrationAnswer {
        override fun token(token: String) = onToken(vendor, token)

        override fun failed(code: String, message: String) = this@Registration.failed(vendor, code, message)
    }

    private fun notLinked(vendor: Vendor) = PushFailure(
        FailureCode.UNAVAILABLE,
        "The push library of ${vendor.id} is not in this build of the app (${vendor.libraryClass} is missing).",
    )
}
