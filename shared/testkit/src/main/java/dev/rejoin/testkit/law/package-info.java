/**
 * The laws that merging must keep, tried on generated and on given values: of a table owner's {@code ConflictResolver}
 * ({@code ResolverLaws}) and of a data type ({@code TypeLaws}). What breaks one is made as small as it gets.
 */
@NullMarked
package dev.rejoin.testkit.law;

import org.jspecify.annotations.NullMarked;
