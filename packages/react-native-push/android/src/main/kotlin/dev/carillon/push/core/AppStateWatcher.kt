package dev.carillon.push.core

import android.app.Activity
import android.app.ActivityManager
import android.app.Application
import android.os.Bundle
import android.os.Handler
import android.os.Looper
import java.util.Collections
import java.util.WeakHashMap

/** In the words of React Native. */
enum class AppState(val word: String) { ACTIVE("active"), INACTIVE("inactive"), BACKGROUND("background") }

/** Longer than going from one activity of the app to another takes. */
const val PAUSE_SETTLES_MS = 500L

/**
 * The state of the whole process, from its activities: one of them in front is `active`; visible behind a
 * dialog or beside another app is `inactive`; none visible is `background`, said at once.
 */
class AppStateWatcher(
    private val events: PushEvents,
    private val onActivity: (activity: Activity, isFirst: Boolean, isNew: Boolean) -> Unit,
) : Application.ActivityLifecycleCallbacks {
    private val handler = Handler(Looper.getMainLooper())
    private val pauseSettled = Runnable { settle() }
    private val started = weakSet()
    private val resumed = weakSet()

    @Volatile
    private var current: AppState? = null

    /** True once an activity of the process was in front: those of vendors' libraries only pass a tap on. */
    @Volatile
    var hasBeenInFront = false
        private set

    val state: AppState
        get() = current ?: stateOfProcess()

    override fun onActivityCreated(activity: Activity, savedInstanceState: Bundle?) {
        onActivity(activity, !hasBeenInFront, savedInstanceState == null)
    }

    override fun onActivityStarted(activity: Activity) {
        started.add(activity)
    }

    override fun onActivityResumed(activity: Activity) {
        resumed.add(activity)
        // An app that takes over new intents itself has put the latest one here.
        onActivity(activity, !hasBeenInFront, true)
        hasBeenInFront = true
        settle()
    }

    override fun onActivityPaused(activity: Activity) {
        resumed.remove(activity)
        if (resumed.isNotEmpty()) return
        // The next activity of the app may be about to resume.
        handler.removeCallbacks(pauseSettled)
        handler.postDelayed(pauseSettled, PAUSE_SETTLES_MS)
    }

    override fun onActivityStopped(activity: Activity) {
        started.remove(activity)
        // A turned phone stops its activity for a moment.
        if (started.isEmpty() && !activity.isChangingConfigurations) settle()
    }

    override fun onActivitySaveInstanceState(activity: Activity, outState: Bundle) {}

    override fun onActivityDestroyed(activity: Activity) {}

    private fun settle() {
        handler.removeCallbacks(pauseSettled)
        val now = when {
            resumed.isNotEmpty() -> AppState.ACTIVE
            started.isNotEmpty() -> AppState.INACTIVE
            else -> AppState.BACKGROUND
        }
        if (now == current) return
        current = now
        events.onAppState(now)
    }

    /** Before any activity was seen: a process started by a push, or a module that was added late. */
    private fun stateOfProcess(): AppState {
        val process = ActivityManager.RunningAppProcessInfo()
        ActivityManager.getMyMemoryState(process)
        val isInFront = process.importance == ActivityManager.RunningAppProcessInfo.IMPORTANCE_FOREGROUND
        return if (isInFront && hasBeenInFront) AppState.ACTIVE else AppState.BACKGROUND
    }
}

private fun weakSet(): MutableSet<Activity> = Collections.newSetFromMap(WeakHashMap())
