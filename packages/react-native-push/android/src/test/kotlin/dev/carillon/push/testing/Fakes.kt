package dev.carillon.push.testing

import android.content.Context
import dev.carillon.push.core.AppState
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.PushEvents
import dev.carillon.push.core.ReceivedMessage
import dev.carillon.push.core.RegistrationAnswer
import dev.carillon.push.core.Vendor
import dev.carillon.push.core.VendorAdapter
import dev.carillon.push.core.VendorCatalog
import dev.carillon.push.core.Work

/** Does work at once, unless it is held, and lets time pass when it is told to. */
class FakeWork : Work {
    var isHeld = false
    var isFull = false
    private val held = ArrayList<() -> Unit>()
    private val deadlines = ArrayList<Pair<Long, () -> Unit>>()

    override fun background(work: () -> Unit): Boolean {
        if (isFull) return false
        if (isHeld) held.add(work) else work()
        return true
    }

    override fun after(delayMs: Long, work: () -> Unit): () -> Unit {
        val deadline = delayMs to work
        deadlines.add(deadline)
        return { deadlines.remove(deadline) }
    }

    fun passTime() = ArrayList(deadlines).also { deadlines.clear() }.forEach { it.second() }

    fun doHeldWork() = ArrayList(held).also { held.clear() }.forEach { it() }
}

/** A vendor's library that answers when the test says so. */
class FakeAdapter : VendorAdapter {
    var unsupported: String? = null
    var error: Throwable? = null
    var token = ""
    val registered = ArrayList<Credentials>()
    var unregistrations = 0
    var clearings = 0
    lateinit var answer: RegistrationAnswer

    override fun whyUnsupported(context: Context): String? = unsupported

    override fun register(context: Context, credentials: Credentials, answer: RegistrationAnswer) {
        registered.add(credentials)
        this.answer = answer
        error?.let { throw it }
        answer.token(token)
    }

    override fun unregister(context: Context) {
        unregistrations += 1
        error?.let { throw it }
    }

    override fun clearNotifications(context: Context) {
        clearings += 1
    }
}

/** A build of the app with these vendors' libraries. */
fun catalogOf(adapters: Map<Vendor, VendorAdapter>): VendorCatalog {
    val classes = adapters.keys.map { it.libraryClass }
    return VendorCatalog({ it in classes }, adapters::getValue)
}

/** All that JavaScript was told, in words. */
class RecordedEvents : PushEvents {
    val told = ArrayList<String>()
    val messages = ArrayList<Pair<ReceivedMessage, Boolean>>()

    override fun onToken(vendor: Vendor, token: String) {
        told.add("token ${vendor.id} $token")
    }

    override fun onRegistrationFailed(vendor: Vendor, code: String, message: String) {
        told.add("failed ${vendor.id} $code $message")
    }

    override fun onTap() {
        told.add("tap")
    }

    override fun onAppState(state: AppState) {
        told.add("state ${state.word}")
    }

    override fun onMessage(message: ReceivedMessage, isShown: Boolean) {
        messages.add(message to isShown)
    }

    override fun onMessageRevoked(msgID: String) {
        told.add("revoked $msgID")
    }
}
