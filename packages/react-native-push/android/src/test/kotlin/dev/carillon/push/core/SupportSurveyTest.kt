package dev.carillon.push.core

import dev.carillon.push.testing.FakeAdapter
import dev.carillon.push.testing.FakeWork
import dev.carillon.push.testing.catalogOf
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class SupportSurveyTest {
    private val context = RuntimeEnvironment.getApplication()
    private val work = FakeWork()

    private fun survey(adapters: Map<Vendor, VendorAdapter>) = SupportSurvey(context, catalogOf(adapters), work)

    @Test
    fun `an entry for each vendor, with its reason`() {
        val cannot = FakeAdapter().apply { unsupported = "HMS Core is not available." }
        val throwing = object : VendorAdapter by FakeAdapter() {
            override fun whyUnsupported(context: android.content.Context): String? = throw IllegalStateException("init first")
        }
        val foreign = object : VendorAdapter by FakeAdapter() {
            override fun whyUnsupported(context: android.content.Context): String? = throw NoSuchMethodError("isSupport")
        }
        var answer = emptyList<VendorSupport>()
        survey(
            mapOf(
                Vendor.FCM to FakeAdapter(), Vendor.HUAWEI to cannot, Vendor.OPPO to throwing, Vendor.VIVO to foreign,
            ),
        ).run { answer = it }
        val absent = "Its library is not in this build of the app."
        assertEquals(
            listOf(
                VendorSupport(Vendor.FCM, true, true, ""),
                VendorSupport(Vendor.HUAWEI, true, false, "HMS Core is not available."),
                VendorSupport(Vendor.HONOR, false, false, absent),
                VendorSupport(Vendor.XIAOMI, false, false, absent),
                VendorSupport(Vendor.OPPO, true, false, "IllegalStateException: init first"),
                VendorSupport(
                    Vendor.VIVO, true, false,
                    "The library is of another version than expected: NoSuchMethodError: isSupport",
                ),
                VendorSupport(Vendor.MEIZU, false, false, absent),
            ),
            answer,
        )
    }

    @Test
    fun `a library that is silent counts as one that cannot run`() {
        work.isHeld = true
        val answers = ArrayList<List<VendorSupport>>()
        survey(mapOf(Vendor.FCM to FakeAdapter())).run { answers.add(it) }
        assertEquals(0, answers.size)
        work.passTime()
        work.doHeldWork()
        assertEquals(1, answers.size)
        val fcm = answers.single().first { it.vendor == Vendor.FCM }
        assertTrue(fcm.isLinked)
        assertFalse(fcm.isSupported)
        assertEquals("Its library did not answer within 2000 ms.", fcm.reason)
    }

    @Test
    fun `an app without any vendor gets its answer too`() {
        var answer: List<VendorSupport>? = null
        survey(emptyMap()).run { answer = it }
        assertEquals(Vendor.entries, answer?.map { it.vendor })
        assertTrue(answer.orEmpty().none { it.isLinked })
    }

    @Test
    fun `the stand-ins are found, and each vendor's adapter is made`() {
        val catalog = VendorCatalog()
        for (vendor in Vendor.entries) assertEquals(vendor.adapterClass, catalog.adapter(vendor)?.javaClass?.name)
        val empty = VendorCatalog(isPresent = { false })
        assertNull(empty.adapter(Vendor.FCM))
        assertEquals(emptySet<Vendor>(), empty.linkedVendors())
    }
}
