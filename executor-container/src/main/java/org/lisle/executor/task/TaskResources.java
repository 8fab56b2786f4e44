package org.lisle.executor.task;

import com.google.errorprone.annotations.ThreadSafe;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lisle.api.resource.ResourceInformation;

/**
 * Gives the units of an executor's resources to its tasks: a unit to one task at a time, or where a task takes a part of one, to as many as it
 * has parts. The executor has no more slots than there are units for.
 */
@ThreadSafe
final class TaskResources {
    @GuardedBy("this")
    private final List<Pile> piles = new ArrayList<>();

    TaskResources(List<ResourceUnits> resources) {
        for (ResourceUnits each : resources) {
            if (each.perTask() > 0) {
                piles.add(new Pile(each));
            }
        }
    }

    /** By the resources' names; to be given back at the task's end. */
    synchronized Map<String, ResourceInformation> take() {
        Map<String, ResourceInformation> given = new TreeMap<>();
        piles.forEach(pile -> given.put(pile.units.name(), new ResourceInformation(pile.units.name(), pile.take())));
        return given;
    }

    synchronized void giveBack(Map<String, ResourceInformation> given) {
        piles.forEach(pile -> {
            ResourceInformation of = given.get(pile.units.name());
            if (of != null) {
                pile.giveBack(of.addresses());
            }
        });
    }

    /** The units of one resource, and how many tasks have each. */
    private static final class Pile {
        private final ResourceUnits units;
        private final int[] users;
        private final int wanted;
        private final int usersOfOne;

        Pile(ResourceUnits units) {
            this.units = units;
            this.users = new int[units.addresses().size()];
            this.wanted = (int) Math.max(1, units.perTask());
            this.usersOfOne = units.perTask() < 1 ? (int) Math.floor(1 / units.perTask()) : 1;
        }

        private List<String> take() {
            List<String> taken = new ArrayList<>();
            for (int unit = 0; unit < users.length && taken.size() < wanted; unit++) {
                if (users[unit] < usersOfOne) {
                    users[unit]++;
                    taken.add(units.addresses().get(unit));
                }
            }
            if (users.length > 0 && taken.size() < wanted) {
                giveBack(taken);
                throw new IllegalStateException("more tasks run than there are units of " + units.name());
            }
            return taken;
        }

        private void giveBack(List<String> taken) {
            taken.forEach(address -> users[units.addresses().indexOf(address)]--);
        }
    }
}
