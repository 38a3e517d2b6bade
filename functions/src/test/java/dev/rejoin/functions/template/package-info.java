/** The stack's template, read and resolved as CloudFormation would, and held to what the code and least privilege ask of it. */
@NullMarked
package dev.rejoin.functions.template;

import org.jspecify.annotations.NullMarked;
