import Foundation
import Testing

/// What the built program computes depends neither on the CPU nor on whether there is a world.
@Suite struct SameBitsTests {
  /// Forecasts by regression, forks of the world, and another life of the homes.
  private static let text = """
    why: A test.
    world: builtin:chicago-suburb
    start: 2024-01-15
    history: 1d
    duration: 26h
    homes: 2
    pipeline:
      forecasting: {target: home.power, horizons: [24h], model: harmonic-regression}
    oracle: {homes: 1, origins: 1, paths: 2, horizons: [24h]}
    players: {agents: [null]}
    """

  /// glibc chooses variants of its functions by CPU; without FMA and AVX2 it takes others.
  @Test func aPlainerCPUComputesTheSame() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Self.text, to: "s.yaml")
    var plainer = ProcessInfo.processInfo.environment
    plainer["GLIBC_TUNABLES"] = "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2"
    var fingerprints: [[String: String]] = []
    for (out, environment) in [("here", nil), ("plainer", plainer)] {
      let outcome = try Program.run(
        ["run", "s.yaml", "--out", out, "--quiet", "--threads", "1"], in: sandbox.path,
        environment: environment)
      #expect(outcome.status == 0, "\(out): \(outcome.errors)")
      fingerprints.append(try Self.fingerprint(sandbox.bytes("\(out)/run.json")))
    }
    #expect(fingerprints[0].count >= 4)
    #expect(fingerprints[0] == fingerprints[1])

    let replay = try Program.run(["replay", "here"], in: sandbox.path)
    #expect(replay.status == 0 && replay.output.contains(": equal"), "\(replay.output)")
  }

  private static func fingerprint(_ bytes: [UInt8]) throws -> [String: String] {
    let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    return try #require(object?["fingerprint"] as? [String: String])
  }
}
