package dev.carillon.push.core

import android.content.Context

/** How long each vendor's library may take to say whether it can run. */
const val SUPPORT_WAIT_MS = 2_000L

/** One vendor's push service on this phone. */
data class VendorSupport(
    val vendor: Vendor,
    val isLinked: Boolean,
    val isSupported: Boolean,
    /** Why it is not supported; '' when it is. */
    val reason: String,
)

/** Asks all linked vendors at the same time; one that is silent counts as unsupported. */
class SupportSurvey(private val context: Context, private val catalog: VendorCatalog, private val work: Work) {
    /** `done` is called once, with an entry for each vendor. */
    fun run(done: (List<VendorSupport>) -> Unit) {
        val answers = HashMap<Vendor, VendorSupport>()
        val linked = catalog.linkedVendors()
        var finished = false
        fun finish() {
            val all = synchronized(answers) {
                if (finished) return
                finished = true
                Vendor.entries.map { answers[it] ?: unanswered(it, it in linked) }
            }
            done(all)
        }
        if (linked.isEmpty()) return finish()
        val cancelDeadline = work.after(SUPPORT_WAIT_MS) { finish() }
        for (vendor in linked) {
            val accepted = work.background {
                val answer = ask(vendor)
                val isLast = synchronized(answers) {
                    answers[vendor] = answer
                    answers.size == linked.size
                }
                if (isLast) {
                    cancelDeadline()
                    finish()
                }
            }
            if (!accepted) return finish()
        }
    }

    private fun ask(vendor: Vendor): VendorSupport {
        val why = try {
            val adapter = catalog.adapter(vendor) ?: return unanswered(vendor, false)
            adapter.whyUnsupported(context)
        } catch (error: Exception) {
            wordsOf(error)
        } catch (error: LinkageError) {
            "The library is of another version than expected: ${wordsOf(error)}"
        }
        return VendorSupport(vendor, isLinked = true, isSupported = why == null, reason = why ?: "")
    }

    private fun unanswered(vendor: Vendor, isLinked: Boolean) = VendorSupport(
        vendor,
        isLinked,
        isSupported = false,
        reason = if (isLinked) "Its library did not answer within $SUPPORT_WAIT_MS ms." else "Its library is not in this build of the app.",
    )
}
