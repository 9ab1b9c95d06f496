import java.util.ArrayList;
import java.util.List;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/** Runs the named classes and ends with `tests <passed> <failed> <skipped>`. */
final class RunTests {
    public static void main(String[] names) throws Exception {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : names) classes.add(Class.forName(name));
        JUnitCore core = new JUnitCore();
        core.addListener(new RunListener() {
            @Override
            public void testFailure(Failure failure) {
                System.out.println("FAILED " + failure.getDescription().getDisplayName());
                System.out.println(failure.getTrimmedTrace());
            }

            @Override
            public void testIgnored(Description description) {
                System.out.println("skipped " + description.getDisplayName());
            }
        });
        Result result = core.run(classes.toArray(new Class<?>[0]));
        int failed = result.getFailureCount();
        int passed = result.getRunCount() - failed;
        System.out.println("tests " + passed + " " + failed + " " + result.getIgnoreCount());
        // Vendors' threads may be left.
        System.exit(failed == 0 && passed > 0 ? 0 : 1);
    }
}
