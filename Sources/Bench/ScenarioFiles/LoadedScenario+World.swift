extension LoadedScenario {
  /// The settings that make the world: who lives where, when and with which faults, and the seed.
  ///
  /// What is left out (the pipeline, players, what is kept) may change without another world.
  public var worldText: String {
    let keys = ["world", "seed", "start", "duration", "history", "homes", "faults", "wire"]
    let members = setting.members.filter { keys.contains($0.key) }
    return CanonicalText.text(Setting(content: .record(members), origin: setting.origin))
  }
}
