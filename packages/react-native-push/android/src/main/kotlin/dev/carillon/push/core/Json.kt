package dev.carillon.push.core

import android.os.Bundle
import org.json.JSONArray
import org.json.JSONObject

/** Deeper than any vendor nests. */
private const val MAX_DEPTH = 5

/** What of a bundle JSON can hold; the rest (parcelables, foreign classes) is left out. */
fun jsonOf(bundle: Bundle, depth: Int = 0): JSONObject {
    val json = JSONObject()
    for (key in bundle.keySet()) {
        // An extra of a class this app does not have throws, and so may those after it.
        @Suppress("DEPRECATION")
        val value = runCatching { bundle.get(key) }.getOrNull()
        jsonValueOf(value, depth)?.let { json.put(key, it) }
    }
    return json
}

/** A map of the vendor's as JSON. */
fun jsonOf(map: Map<String, *>): JSONObject {
    val json = JSONObject()
    for ((key, value) in map) jsonValueOf(value, 0)?.let { json.put(key, it) }
    return json
}

/** Text as a JSON object; null when it is anything else. */
fun jsonObjectOrNull(text: String?): JSONObject? =
    if (text?.trimStart()?.startsWith("{") == true) runCatching { JSONObject(text) }.getOrNull() else null

private fun jsonValueOf(value: Any?, depth: Int): Any? = when (value) {
    is String, is Boolean, is Int, is Long, is JSONObject -> value
    is Short, is Byte -> value.toString().toInt()
    is Double -> value.takeIf { it.isFinite() }
    is Float -> value.toDouble().takeIf { it.isFinite() }
    is CharSequence -> value.toString()
    is Bundle -> if (depth < MAX_DEPTH) jsonOf(value, depth + 1) else null
    is Map<*, *> -> if (depth < MAX_DEPTH) nested(value, depth) else null
    is Array<*> -> if (depth < MAX_DEPTH) arrayOf(value.asList(), depth) else null
    is Collection<*> -> if (depth < MAX_DEPTH) arrayOf(value, depth) else null
    is IntArray -> JSONArray(value)
    is LongArray -> JSONArray(value)
    is BooleanArray -> JSONArray(value)
    else -> null
}

private fun nested(map: Map<*, *>, depth: Int): JSONObject {
    val json = JSONObject()
    for ((key, value) in map) if (key is String) jsonValueOf(value, depth + 1)?.let { json.put(key, it) }
    return json
}

private fun arrayOf(values: Collection<*>, depth: Int): JSONArray =
    JSONArray(values.mapNotNull { jsonValueOf(it, depth + 1) })
