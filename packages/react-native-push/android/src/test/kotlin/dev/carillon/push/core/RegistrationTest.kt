package dev.carillon.push.core

import android.content.Context
import dev.carillon.push.testing.FakeAdapter
import dev.carillon.push.testing.FakeWork
import dev.carillon.push.testing.RecordedEvents
import dev.carillon.push.testing.catalogOf
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class RegistrationTest {
    private val context: Context = RuntimeEnvironment.getApplication()
    private val store = context.getSharedPreferences("test", Context.MODE_PRIVATE)
    private val xiaomi = FakeAdapter()
    private val fcm = FakeAdapter()
    private val catalog = catalogOf(mapOf(Vendor.XIAOMI to xiaomi, Vendor.FCM to fcm))
    private val work = FakeWork()
    private val events = RecordedEvents()
    private val registration = Registration(context, catalog, store, work, events)
    private val answers = ArrayList<String>()

    private fun register(vendor: Vendor = Vendor.XIAOMI, credentials: Credentials = Credentials()) =
        registration.register(vendor, credentials) { answers.add(inWords(it)) }

    private fun inWords(result: Result<String>): String = result.fold({ "token '$it'" }) {
        it as PushFailure
        "${it.code} ${it.message}"
    }

    @Test
    fun `a token that is there at once is the answer, and no event`() {
        xiaomi.token = "t1"
        register(credentials = Credentials(appID = "i", appKey = "k"))
        assertEquals(listOf("token 't1'"), answers)
        assertEquals(listOf(Credentials("i", "k", "")), xiaomi.registered)
        assertEquals(emptyList<String>(), events.told)
    }

    @Test
    fun `a token within two seconds is the answer`() {
        register()
        xiaomi.answer.token("t1")
        work.passTime()
        assertEquals(listOf("token 't1'"), answers)
        assertEquals(emptyList<String>(), events.told)
    }

    @Test
    fun `a later token is an event`() {
        register()
        work.passTime()
        assertEquals(listOf("token ''"), answers)
        xiaomi.answer.token("t1")
        assertEquals(listOf("token xiaomi t1"), events.told)
    }

    @Test
    fun `the same token again is told once, a new one in its place anew`() {
        xiaomi.token = "t1"
        register()
        registration.onToken(Vendor.XIAOMI, "t1")
        registration.onToken(Vendor.XIAOMI, "t2")
        registration.onToken(Vendor.XIAOMI, "t2")
        assertEquals(listOf("token xiaomi t2"), events.told)
    }

    @Test
    fun `empty and endless tokens are none`() {
        register()
        xiaomi.answer.token("")
        xiaomi.answer.token(" ")
        xiaomi.answer.token("x".repeat(4097))
        work.passTime()
        assertEquals(listOf("token ''"), answers)
        assertEquals(emptyList<String>(), events.told)
    }

    @Test
    fun `what the vendor refuses is the answer, in its words`() {
        register()
        xiaomi.answer.failed("70000002", "appID is wrong")
        work.passTime()
        assertEquals(listOf("CARILLON_PUSH_REGISTER appID is wrong (70000002)"), answers)
    }

    @Test
    fun `a later refusal is an event`() {
        register()
        work.passTime()
        xiaomi.answer.failed("-1", "no network")
        assertEquals(listOf("failed xiaomi -1 no network"), events.told)
    }

    @Test
    fun `what a library throws is its refusal`() {
        xiaomi.error = IllegalStateException("receiver is missing")
        register()
        assertEquals(listOf("CARILLON_PUSH_REGISTER IllegalStateException: receiver is missing"), answers)
    }

    @Test
    fun `a library of another version is said to be one`() {
        xiaomi.error = NoSuchMethodError("registerPush")
        register()
        assertEquals(
            listOf(
                "CARILLON_PUSH_REGISTER The library of xiaomi is of another version than expected: " +
                    "NoSuchMethodError: registerPush",
            ),
            answers,
        )
    }

    @Test
    fun `a maker without its library, or whose library cannot run, is unavailable and changes nothing`() {
        fcm.token = "g1"
        register(Vendor.FCM)
        register(Vendor.HUAWEI)
        xiaomi.unsupported = "This phone does not run MIUI."
        register(Vendor.XIAOMI)
        assertEquals(
            listOf(
                "token 'g1'",
                "CARILLON_PUSH_UNAVAILABLE The push library of huawei is not in this build of the app " +
                    "(com.huawei.hms.aaid.HmsInstanceId is missing).",
                "CARILLON_PUSH_UNAVAILABLE This phone does not run MIUI.",
            ),
            answers,
        )
        assertEquals(Vendor.FCM, registration.activeVendor)
        registration.onToken(Vendor.FCM, "g2")
        assertEquals(listOf("token fcm g2"), events.told)
    }

    @Test
    fun `on a phone with two services one token is told, that of the vendor registered last`() {
        registration.onToken(Vendor.FCM, "g0")
        xiaomi.token = "t1"
        register(Vendor.XIAOMI)
        registration.onToken(Vendor.FCM, "g1")
        registration.failed(Vendor.FCM, "", "no Play services")
        assertEquals(emptyList<String>(), events.told)
    }

    @Test
    fun `registering with another vendor ends the wait for the first`() {
        register(Vendor.XIAOMI)
        fcm.token = "g1"
        register(Vendor.FCM)
        xiaomi.answer.token("t1")
        work.passTime()
        assertEquals(
            listOf("CARILLON_PUSH_REGISTER fcm was registered in its place.", "token 'g1'"),
            answers,
        )
        assertEquals(emptyList<String>(), events.told)
    }

    @Test
    fun `the next account on the phone gets the same token, told anew`() {
        xiaomi.token = "t1"
        register()
        register()
        assertEquals(listOf("token 't1'", "token 't1'"), answers)
    }

    @Test
    fun `a vendor that is silent the second time has given its token the first time`() {
        xiaomi.token = "t1"
        register()
        xiaomi.token = ""
        register()
        work.passTime()
        assertEquals(listOf("token 't1'", "token 't1'"), answers)
    }

    @Test
    fun `all who ask meanwhile get the token`() {
        register()
        register()
        xiaomi.answer.token("t1")
        assertEquals(listOf("token 't1'", "token 't1'"), answers)
    }

    @Test
    fun `the vendor is known over a restart, so that its new token is told`() {
        register()
        val restarted = Registration(context, catalog, store, work, events)
        assertEquals(Vendor.XIAOMI, restarted.activeVendor)
        restarted.onToken(Vendor.XIAOMI, "t9")
        restarted.onToken(Vendor.FCM, "g9")
        assertEquals(listOf("token xiaomi t9"), events.told)
    }

    @Test
    fun `a registration that is taken back tells no token`() {
        xiaomi.token = "t1"
        register()
        registration.unregister(Vendor.XIAOMI) { answers.add(if (it.isSuccess) "done" else "failed") }
        registration.onToken(Vendor.XIAOMI, "t2")
        assertEquals(listOf("token 't1'", "done"), answers)
        assertEquals(1, xiaomi.unregistrations)
        assertNull(registration.activeVendor)
        assertEquals(emptyList<String>(), events.told)
    }

    @Test
    fun `taking back what the library refuses, and what is not linked, says so`() {
        xiaomi.error = IllegalStateException("not now")
        for (vendor in listOf(Vendor.XIAOMI, Vendor.HONOR)) {
            registration.unregister(vendor) { answers.add((it.exceptionOrNull() as PushFailure).code) }
        }
        assertEquals(listOf(FailureCode.REGISTER, FailureCode.UNAVAILABLE), answers)
    }

    @Test
    fun `more registrations than can wait are refused`() {
        work.isFull = true
        register()
        assertEquals(listOf("CARILLON_PUSH_SYSTEM Too many registrations wait already."), answers)
    }
}
