package dev.carillon.push.core

/** Codes JavaScript's promises reject with. */
object FailureCode {
    /** The vendor's library is not linked, or cannot run here. */
    const val UNAVAILABLE = "CARILLON_PUSH_UNAVAILABLE"

    /** The vendor refused. */
    const val REGISTER = "CARILLON_PUSH_REGISTER"
    const val PERMISSION = "CARILLON_PUSH_PERMISSION"
    const val CHANNEL = "CARILLON_PUSH_CHANNEL"
    const val SYSTEM = "CARILLON_PUSH_SYSTEM"
}

/** Something could not be done, in the vendor's, the system's or our words. */
class PushFailure(val code: String, override val message: String) : Exception(message)

/** The words of anything thrown: libraries often throw without any. */
fun wordsOf(error: Throwable): String {
    val name = error.javaClass.simpleName
    return error.message?.takeIf { it.isNotBlank() }?.let { "$name: $it" } ?: name
}
