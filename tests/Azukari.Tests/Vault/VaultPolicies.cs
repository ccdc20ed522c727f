using Azukari.Policy.Document;
using Azukari.Policy.Loading;

namespace Azukari.Tests.Vault;

/// <summary>Two small versions of a policy, enough for what the vault decides: the second lets shipping use the phone, by acknowledgement.</summary>
internal static class VaultPolicies
{
    public static PolicyDocument First { get; } = Load(Text("2024-01", "2024-01-01", "", "[name, address]", ""), "first.yaml");

    public static PolicyDocument Second { get; } = Load(
        Text("2025-01", "2025-01-01", $"previous: {{ version: \"2024-01\", sha256: {First.Sha256} }}", "[name, address, phone]",
            "notice:\n  - { clauses: [purpose.ship], how: acknowledged, on: 2024-12-01 }"), "second.yaml");

    /// <summary>After the second: shipping may not use the phone any more.</summary>
    public static PolicyDocument Narrowed { get; } = Load(
        Text("2026-01", "2026-01-01", $"previous: {{ version: \"2025-01\", sha256: {Second.Sha256} }}", "[name, address]",
            "notice:\n  - { clauses: [purpose.ship], how: published, on: 2025-12-01 }"), "narrowed.yaml");

    public static PolicyDocument Load(string text, string name)
    {
        var load = PolicyLoader.Load(text, name);
        return load.Document ?? throw new InvalidOperationException(string.Join("\n", load.Errors));
    }

    private static string Text(string version, string effective, string previous, string shipped, string notice) => $$"""
        policy: vault-test
        version: "{{version}}"
        effective: {{effective}}
        {{previous}}
        company:
          name: { ja: 試験株式会社, en: Specimen Inc. }
        items:
          name:     { label: { ja: 氏名, en: Name }, category: registration, shape: person-name }
          address:  { label: { ja: 住所, en: Address }, category: registration, shape: postal-address }
          phone:    { label: { ja: 電話, en: Phone }, category: registration, shape: phone }
          email:    { label: { ja: メール, en: Mail }, category: registration, shape: email }
          number:   { label: { ja: 会員番号, en: Number }, category: registration, shape: member-number }
          health:   { label: { ja: 健康, en: Health }, category: special-care, shape: text, retention: { after: acquisition, keep: P2Y } }
          tax-id:   { label: { ja: 個人番号, en: Individual Number }, category: individual-number, shape: individual-number }
          note:     { label: { ja: 相談, en: Note }, category: transaction, shape: text, retention: { after: acquisition, keep: P1Y } }
          survey:   { label: { ja: 調査, en: Survey }, category: other, shape: text, retention: { after: last-use, keep: P1Y } }
          contract: { label: { ja: 契約, en: Contract }, category: transaction, shape: text, retention: { after: membership-end, keep: P3Y } }
        subjects:
          member:    { label: { ja: 会員, en: Member } }
          applicant: { label: { ja: 応募者, en: Applicant } }
        recipients:
          staff.care: { label: { ja: 窓口, en: Care }, sort: staff }
          staff.ship: { label: { ja: 発送, en: Shipping }, sort: staff }
          staff.tax:  { label: { ja: 税務, en: Tax }, sort: staff }
          self:       { label: { ja: 本人, en: Self }, sort: self }
          carrier:    { label: { ja: 運送, en: Carrier }, sort: entrustee, requires: [contract-in-force] }
          authority:  { label: { ja: 官公庁, en: Authority }, sort: authority }
          stranger:   { label: { ja: 第三者, en: Stranger }, sort: third-party }
        sets:
          items: { plain: [name, address, phone, email, number, note, survey, contract] }
        clauses:
          - id: principle
            heading: { ja: 原則, en: Principle }
            text: { ja: 目的の範囲で扱います。, en: Within the purpose. }
            refuses: [{{Refusals}}]
            statement: true
          - id: collection
            heading: { ja: 取得, en: Collection }
            text: { ja: 取得します。, en: We collect. }
            acquisition:
              subjects: [member, applicant]
              items:
                - { item: name, need: required }
                - { item: [address, phone, email, number, note, survey, contract, health], need: optional }
                - { item: tax-id, need: optional }
              channels: [web, paper, phone, import]
              consent: [health]
          - id: purpose.care
            heading: { ja: 応対, en: Care }
            text: { ja: 応対します。, en: We care. }
            purpose:
              subjects: [member]
              case: none
              grants:
                - { to: [staff.care], items: [plain] }
                - { to: [staff.care], items: [health], when: [consent] }
          - id: purpose.ship
            heading: { ja: 発送, en: Shipping }
            text: { ja: 発送します。, en: We ship. }
            purpose:
              subjects: [member]
              case: order
              grants:
                - { to: [staff.ship], items: {{shipped}} }
                - { to: [carrier], items: [name, address], when: [contract-in-force] }
          - id: purpose.hire
            heading: { ja: 採用, en: Hiring }
            text: { ja: 選考します。, en: We hire. }
            purpose: { subjects: [applicant], case: none, grants: [ { to: [staff.care], items: [name, email] } ] }
          - id: purpose.tax
            heading: { ja: 税務, en: Tax }
            text: { ja: 支払調書を作ります。, en: Payment reports. }
            purpose: { subjects: [member], case: none, statutory: "MNA 9", grants: [ { to: [staff.tax], items: [tax-id, name, address] } ] }
          - id: entrusted
            heading: { ja: 委託, en: Entrustment }
            text: { ja: 委託します。, en: We entrust. }
            entrustment: { to: [carrier], contract: required, covers: [personal-data], re-entrustment: consent }
          - id: provision.consent
            heading: { ja: 同意による提供, en: Provision by consent }
            text: { ja: 同意により提供します。, en: By consent. }
            ground: { to: [stranger], items: [plain], requires: [consent], within-purpose: false, review: false, article: "27(1)" }
          - id: provision.law
            heading: { ja: 法令, en: Law }
            text: { ja: 法令により提供します。, en: By law. }
            ground: { to: [authority], items: [plain], requires: [document-reference], within-purpose: false, review: false, article: "27(1)(1)" }
          - id: rights.disclosure
            heading: { ja: 開示, en: Disclosure }
            text: { ja: 開示します。, en: We disclose. }
            right: { of: disclosure, to: [self], items: [plain], identity: confirmed, deadline: P14D }
          - id: rights.correction
            heading: { ja: 訂正, en: Correction }
            text: { ja: 訂正します。, en: We correct. }
            right: { of: correction, to: [self], items: [plain], identity: confirmed }
          - id: rights.deletion
            heading: { ja: 削除, en: Deletion }
            text: { ja: 削除します。, en: We delete. }
            right: { of: deletion, to: [self], items: [plain], identity: confirmed }
          - id: rights.suspension
            heading: { ja: 利用停止, en: Suspension }
            text: { ja: 停止します。, en: We suspend. }
            right: { of: suspension, to: [self], items: [plain], identity: confirmed }
        {{notice}}
        """;

    private static string Refusals => string.Join(", ", Azukari.Policy.RefusalCodes.All);
}
