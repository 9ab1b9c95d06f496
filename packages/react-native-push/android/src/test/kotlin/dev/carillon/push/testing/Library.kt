package dev.carillon.push.testing

/** What the vendors' libraries in front of the stand-ins were asked, and what they answer. */
object Library {
    val calls = ArrayList<String>()
    var isSupported = true

    /** '' when it comes later. */
    var token = ""

    /** The vendor's code; 0 is success. */
    var code = 0

    /** App ID of agconnect-services.json. */
    var agconnectAppID = "agc-1"
    var hasFirebase = true

    /** Calls the callback the library was given last. */
    var answer: (code: Int, token: String) -> Unit = { _, _ -> }

    fun reset() {
        calls.clear()
        isSupported = true
        token = ""
        code = 0
        agconnectAppID = "agc-1"
        hasFirebase = true
        answer = { _, _ -> }
    }
}
