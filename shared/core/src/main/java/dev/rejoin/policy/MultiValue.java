package dev.rejoin.policy;

import dev.rejoin.clock.Dot;
import dev.rejoin.version.DataType;
import dev.rejoin.version.DataType.Shape;
import dev.rejoin.version.Multi;
import dev.rejoin.version.Sibling;
import dev.rejoin.version.VersionBuilder;
import java.util.List;

/**
 * A multi-value register: concurrent values are all kept, and a {@link ShownValue} says which of them the item shows. A write
 * replaces all that its region knew of.
 *
 * @see <a href="https://www.allthingsdistributed.com/files/amazon-dynamo-sosp2007.pdf">DeCandia et al., Dynamo, 2007, section 4.4</a>
 */
public final class MultiValue implements AttributePolicy {
    private final DataType type;

    /** @param name the type's name, which every value carries */
    public MultiValue(String name) {
        this.type = new DataType(Shape.WHOLE, name);
    }

    @Override
    public String name() {
        return type.name();
    }

    @Override
    public void fold(PlainChange change, VersionBuilder into) {
        Dot dot = change.dot();
        Counts.bringToZero(change.attribute(), dot, into);
        into.multi(change.attribute(), Multi.of(dot, List.of(Sibling.of(dot, 0, type, change.after()))));
    }
}
