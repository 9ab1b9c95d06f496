package dev.carillon.push.core

import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.os.Parcel
import dev.carillon.push.testing.FakeAdapter
import dev.carillon.push.testing.catalogOf
import org.json.JSONObject
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class TapReaderTest {
    private val ext = "{\"a\":\"\u00e9\"}"
    private val special = object : VendorAdapter by FakeAdapter() {
        override fun tapIn(intent: Intent): JSONObject? =
            intent.getStringExtra("key_message")?.let { JSONObject().put("key_message", JSONObject(it)) }
    }
    private val reader = TapReader(catalogOf(mapOf(Vendor.XIAOMI to special))) { Vendor.HONOR }

    private fun launcher() = Intent(Intent.ACTION_MAIN).addCategory(Intent.CATEGORY_LAUNCHER)

    @Test
    fun `extras go to the vendor they name, else to the one this phone is registered with`() {
        val forms = listOf(
            launcher().putExtra("google.message_id", "0:1").putExtra("ext", ext) to Vendor.FCM,
            launcher().putExtra("_push_msgid", "1").putExtra("ext", ext) to Vendor.HUAWEI,
            launcher().putExtra("key_message", "{}") to Vendor.XIAOMI,
            launcher().putExtra("ext", ext) to Vendor.HONOR,
            launcher().putExtra("msgID", "m1") to Vendor.HONOR,
            launcher().putExtra("entity", "{}") to Vendor.HONOR,
            launcher().putExtra(EXTRA_VENDOR, "meizu") to Vendor.MEIZU,
            Intent(Intent.ACTION_VIEW, Uri.parse("tencent_im_push://com.example/message")) to Vendor.HONOR,
        )
        for ((intent, vendor) in forms) assertEquals(intent.toString(), vendor, reader.read(intent)?.vendor)
    }

    @Test
    fun `keeps the ext byte for byte, and what JSON can hold beside it`() {
        val intent = launcher().putExtra("ext", ext).putExtra("count", 3).putExtra("isNew", true)
            .putExtra("nested", Bundle().apply { putString("k", "v") }).putExtra("list", arrayOf("x", "y"))
            .putExtra("foreign", Intent("x"))
        val raw = reader.read(intent)?.raw
        assertEquals(ext, raw?.getString("ext"))
        assertEquals(3, raw?.getInt("count"))
        assertEquals("{\"k\":\"v\"}", raw?.getJSONObject("nested").toString())
        assertEquals("[\"x\",\"y\"]", raw?.getJSONArray("list").toString())
        assertEquals(false, raw?.has("foreign"))
    }

    @Test
    fun `reads the query of a deep link`() {
        val link = Uri.Builder().scheme("chat").authority("open").appendQueryParameter("ext", ext).build()
        assertEquals(ext, reader.read(Intent(Intent.ACTION_VIEW, link))?.raw?.getString("ext"))
    }

    @Test
    fun `other intents are no taps`() {
        val none = listOf(
            null,
            launcher(),
            Intent(Intent.ACTION_SEND).putExtra(Intent.EXTRA_TEXT, "hello"),
            Intent(Intent.ACTION_VIEW, Uri.parse("mailto:someone")),
            Intent(Intent.ACTION_VIEW, Uri.parse("https://example.com/?utm=1")),
        )
        for (intent in none) assertNull(intent.toString(), reader.read(intent))
    }

    @Test
    fun `an intent is a tap once, and not again from the list of recent apps`() {
        val intent = launcher().putExtra("ext", ext)
        assertEquals(ext, reader.read(intent)?.raw?.getString("ext"))
        assertNull(reader.read(intent))
        val recent = launcher().putExtra("ext", ext).addFlags(Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY)
        assertNull(reader.read(recent))
    }

    @Test
    fun `extras that cannot be unpacked are no tap and no crash`() {
        // As another app may send it: garbage with the size of a bundle before it.
        val parcel = Parcel.obtain()
        parcel.writeInt(8)
        parcel.writeInt(0x4C444E42)
        parcel.writeInt(1)
        parcel.writeInt(-7)
        parcel.setDataPosition(0)
        val broken = parcel.readBundle(javaClass.classLoader)
        assertNull(reader.read(launcher().putExtras(launcher().replaceExtras(broken))))
        parcel.recycle()
    }

    @Test
    fun `a library of another version leaves the plain extras`() {
        val foreign = object : VendorAdapter by FakeAdapter() {
            override fun tapIn(intent: Intent): JSONObject? = throw NoSuchFieldError("KEY_MESSAGE")
        }
        val other = TapReader(catalogOf(mapOf(Vendor.XIAOMI to foreign))) { Vendor.XIAOMI }
        assertEquals(ext, other.read(launcher().putExtra("ext", ext))?.raw?.getString("ext"))
    }
}
