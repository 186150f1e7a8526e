extension LoadedScenario {
  /// The settings that make the world: who lives where, when and with which faults and incidents,
  /// and the seed.
  ///
  /// What is left out (the pipeline, players, what is kept) may change without another world.
  public var worldText: String {
    let keys = ["world", "seed", "start", "duration", "history", "homes", "faults", "wire"]
    var members = setting.members.filter { keys.contains($0.key) }
    // Worlds without incidents are what they were before there were any.
    members += setting.members.filter { $0.key == "incidents" && !$0.value.items.isEmpty }
    return CanonicalText.text(Setting(content: .record(members), origin: setting.origin))
  }
}
