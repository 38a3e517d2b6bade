package dev.rejoin.cli.demo.scene;

/** Something that a step claims, and whether it held. */
public record Check(boolean held, String claim) {}
