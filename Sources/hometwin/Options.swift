import ArgumentParser

/// `--set`, the same for every verb that reads a scenario.
struct SettingOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Set a key of the scenario, as in --set pipeline.fusion.method=mean. Repeatable.",
      valueName: "key=value"))
  var overrides: [String] = []

  init() {}
}

/// `--json`, the same for every verb that prints results.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON for programs instead of text for people.") var json = false

  init() {}
}

/// `--quiet`, the same for every verb that tells how far it is.
struct QuietOptions: ParsableArguments {
  @Flag(help: "Print nothing but errors.") var quiet = false

  init() {}
}
