import Testing

/// What the machine cannot do is exit 3, said in one line.
@Suite struct MachineLimitTests {
  @Test func aFleetBeyondTheMemoryIsRefused() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "s.yaml")
    let outcome = try Program.run(
      ["run", "s.yaml", "--out", "r", "--set", "homes=1000000"], in: sandbox.path)
    #expect(outcome.status == 3 && !outcome.wasKilled)
    #expect(outcome.errors.contains("1000000 homes need about 1250 GB of memory"))
    #expect(sandbox.everything == ["s.yaml"])
  }

  /// A script that reads what was never written must know.
  @Test(arguments: [["schema"], ["list"], ["list", "--json"]])
  func anOutputWithoutRoomIsAnError(arguments: [String]) throws {
    let sandbox = try Sandbox()
    let outcome = try Program.run(arguments, in: sandbox.path, shell: "exec >/dev/full")
    #expect(outcome.status == 3, "\(outcome.errors)")
    #expect(outcome.errors.contains("error: standard output: "))
  }

  /// Else the first file that is opened would become the standard output.
  @Test func aClosedOutputHarmsNoFile() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "s.yaml")
    let outcome = try Program.run(
      ["run", "s.yaml", "--out", "r"], in: sandbox.path, shell: "exec >&-")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let again = try Program.run(["replay", "r"], in: sandbox.path)
    #expect(again.status == 0 && again.output.contains(": equal"), "\(again.errors)")
  }

  @Test func replayTakesOnlyKeysOfThePipeline() throws {
    let sandbox = try Sandbox()
    try sandbox.write(Text.tiny, to: "s.yaml")
    let run = try Program.run(["run", "s.yaml", "--out", "r", "--quiet"], in: sandbox.path)
    #expect(run.status == 0, "\(run.errors)")
    let outcome = try Program.run(["replay", "r", "--set", "homes=5"], in: sandbox.path)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("expected pipeline.*"))
    let other = try Program.run(
      ["replay", "r", "--set", "pipeline.fusion.method=mean"], in: sandbox.path)
    #expect(other.status == 0 && other.output.contains(": different"), "\(other.errors)")
  }
}
