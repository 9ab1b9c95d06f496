package dev.carillon.push.core

import android.content.Context
import dev.carillon.push.testing.RecordedEvents
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class TapQueueTest {
    private val store = RuntimeEnvironment.getApplication().getSharedPreferences("test", Context.MODE_PRIVATE)
    private val events = RecordedEvents()
    private val queue = TapQueue(store, events)
    private val ext = "{\"entity\":{\"sender\":\"a\u00e9\"}, \"v\":1}"

    private fun raw(msgID: String) = JSONObject().put("ext", ext).put("msgID", msgID)

    @Test
    fun `a tap waits over the end of the process, with its ext byte for byte, and is given once`() {
        assertTrue(queue.add(Vendor.OPPO, raw("m1"), coldStart = true))
        val restarted = TapQueue(store, events)
        val tap = restarted.take().single()
        assertEquals("oppo:m1", tap.tapID)
        assertEquals(Vendor.OPPO, tap.vendor)
        assertTrue(tap.coldStart)
        assertEquals(ext, tap.raw.getString("ext"))
        assertEquals(emptyList<Tap>(), restarted.take())
        assertEquals(emptyList<Tap>(), queue.take())
        assertEquals(listOf("tap"), events.told)
    }

    @Test
    fun `the same message's tap in two forms is one, also after it was taken`() {
        val callback = JSONObject().put("params", JSONObject().put("ext", ext).put("msgID", "m1"))
        assertTrue(queue.add(Vendor.VIVO, callback, coldStart = false))
        assertFalse(queue.add(Vendor.VIVO, raw("m1"), coldStart = false))
        assertEquals(1, queue.take().size)
        assertFalse(TapQueue(store, events).add(Vendor.VIVO, raw("m1"), coldStart = true))
    }

    @Test
    fun `taps that do not name their message are all given`() {
        repeat(2) { assertTrue(queue.add(Vendor.OPPO, JSONObject().put("ext", ext), coldStart = false)) }
        val (first, second) = queue.take()
        assertNotEquals(first.tapID, second.tapID)
    }

    @Test
    fun `the oldest go first, and only the newest 32 wait`() {
        for (number in 1..40) queue.add(Vendor.FCM, raw("m$number"), coldStart = false)
        assertEquals((9..40).map { "fcm:m$it" }, queue.take().map { it.tapID })
    }

    @Test
    fun `more than a push can hold is no tap`() {
        assertFalse(queue.add(Vendor.FCM, JSONObject().put("ext", "x".repeat(MAX_TAP_CHARACTERS)), coldStart = false))
        assertEquals(emptyList<Tap>(), queue.take())
    }

    @Test
    fun `a broken store is an empty one`() {
        store.edit().putString("waitingTaps", "[\"{\",\"{\\\"vendor\\\":\\\"nokia\\\"}\", 7").commit()
        assertEquals(emptyList<Tap>(), queue.take())
        assertTrue(queue.add(Vendor.FCM, raw("m1"), coldStart = false))
        assertEquals(1, queue.take().size)
    }

    @Test
    fun `finds the message's ID wherever a vendor puts it`() {
        val envelope = "{\"ext\":\"{}\",\"msgID\":\"m1\"}"
        val forms = listOf(
            JSONObject().put("msgID", "m1").put("google.message_id", "0:1"),
            JSONObject().put("data", envelope),
            JSONObject().put("selfDefineContentString", envelope),
            JSONObject().put("key_message", JSONObject().put("content", envelope).put("messageId", "slm1")),
            JSONObject().put("messageId", "slm1").put("content", envelope),
            JSONObject().put("messageId", "m1").put("content", "Hi"),
            JSONObject().put("extra", JSONObject().put("msgID", "m1")),
        )
        for (form in forms) assertEquals(form.toString(), "m1", messageIDOf(form))
        assertNull(messageIDOf(JSONObject().put("ext", "{\"msgID\":\"of the app\"}")))
    }
}
