import Agents
import Clockwork
import Foundation
import Scoring
import Telemetry
import Testing
import Truth

@testable import Residents

/// What residents say and what the agent listens for were written apart; a score on phrases that
/// the grammar was copied from would say nothing.
@Suite struct PhraseOverlapTests {
  static let residents = "Sources/World/Residents"
  static let agents = "Sources/Pipeline/Agents"

  private func patterns(heldOutOnly: Bool = false) -> [[String]] {
    PhraseGroup.allCases.flatMap(\.phrases.lists).flatMap {
      (heldOutOnly ? [] : $0.plain) + $0.heldOut
    }.map(Literals.words)
  }

  @Test func noTemplateIsShared() throws {
    let patterns = patterns()
    let grammar = try Literals.phrases(under: Self.agents)
    #expect(patterns.count > 450 && grammar.flatMap(\.self).count > 200, "both were found")
    let overlap = Overlap(patterns: patterns, grammar: grammar)
    #expect(overlap.sharedTemplates == [])
    // What remains are turns that nobody owns ("like a sauna", "at the moment", "how much power").
    #expect(overlap.trigramShare < 0.035, "\(overlap.trigramShare) of all runs of three words")
    #expect(overlap.fourgramShare < 0.005, "\(overlap.fourgramShare) of all runs of four words")
  }

  /// Neither do the sentences on which the agent was developed hold phrases kept for scoring.
  @Test func heldOutPhrasesAreNotDevelopedOn() throws {
    let sentences = try Literals.phrases(under: "Tests/AgentsTests")
    #expect(sentences.count > 50)
    let overlap = Overlap(patterns: patterns(heldOutOnly: true), grammar: sentences)
    #expect(overlap.sharedTemplates == [])
    #expect(overlap.fourgramShare < 0.05, "\(overlap.fourgramShare)")
  }

  @Test func noFileIsShared() throws {
    func contents(_ folder: String) throws -> [String: String] {
      var contents: [String: String] = [:]
      for file in Literals.files(under: folder) {
        let path = file.resolvingSymlinksInPath().path
        contents[path] = try String(contentsOf: file, encoding: .utf8)
      }
      return contents
    }
    let spoken = try contents(Self.residents)
    let heard = try contents(Self.agents)
    #expect(spoken.count > 10 && heard.count >= 4)
    #expect(Set(spoken.keys).isDisjoint(with: heard.keys))
    #expect(Set(spoken.values).isDisjoint(with: heard.values))
  }

  /// The measure itself: a grammar that was copied, whole or in part, is found.
  @Test func aCopiedGrammarIsFound() throws {
    let patterns = patterns()
    let copy = try Literals.phrases(under: Self.residents)
    let whole = Overlap(patterns: patterns, grammar: copy)
    #expect(whole.fourgramShare == 1)
    let long = patterns.filter { $0.count >= 3 }
    // A few are written with the mark of those kept for scoring, which is no word.
    #expect(whole.sharedTemplates.count == long.count)
    let part = Overlap(patterns: patterns, grammar: Array(long.prefix(20)))
    #expect(part.sharedTemplates.count >= 20 && part.trigramShare > 0.02, "\(part)")
  }

  @Test func literalsAreRead() {
    let source = """
      add(.dim, "dim dimmer")  // "no words" here either
      // "a comment"
      let text = "Set the {room} to \\(value), please."
      """
    #expect(
      Literals.phrases(in: source).prefix(2) == [["dim", "dimmer"], ["no", "words"]]
        && Literals.phrases(in: source).last == ["set", "the", "_", "to", "_", "please"])
  }

  /// The agent's answers to what no template of its own covers: right in all cases would be a
  /// leak, right in none would make the scores worthless.
  @Test func accuracyIsThatOfAStranger() {
    var right: [PhraseClass: Int] = [:]
    var all: [PhraseClass: Int] = [:]
    for spoken in House.sayings(count: 2_000) {
      all[spoken.saying.phraseClass, default: 0] += 1
      let answer = House.agent.answer(
        Utterance(resident: ResidentIndex(0), room: spoken.room, text: spoken.saying.text),
        view: .init(roomCount: House.layout.rooms.count), isCooling: false)
      if ConversationScorer.isRight(answer.intent, wish: spoken.saying.intent) {
        right[spoken.saying.phraseClass, default: 0] += 1
      }
    }
    for phraseClass in [PhraseClass.plain, .heldOut, .slip] {
      let count = all[phraseClass, default: 0]
      let share = Double(right[phraseClass, default: 0]) / Double(max(count, 1))
      #expect(count > 200)
      #expect(share < 1, "\(phraseClass.name): all of \(count) right, the phrases have leaked")
      #expect(share > 0.02, "\(phraseClass.name): \(share)")
    }
  }
}
