using Azukari.Site.Policies.Changes;
using Azukari.Ui.Components;
using CsCheck;

namespace Azukari.Tests.Site;

public sealed class PhraseDifferenceTests
{
    private static readonly string[] Words =
        ["個人情報", "を", "取り扱い", "ます", "。", "、", "サービス", "ご本人の", "同意", "2026", "年", " ", "the ", "policy", ", ", "ことは", "ありません"];

    private static readonly Gen<string> Text = Gen.Int[0, Words.Length - 1].Array[0, 30].Select(words => string.Concat(words.Select(w => Words[w])));

    [Fact]
    public void The_pieces_are_exactly_the_two_texts() => Gen.Select(Text, Text).Sample((before, after) =>
    {
        IReadOnlyList<TextPiece> pieces = PhraseDifference.Between(before, after);
        Assert.Equal(before, string.Concat(pieces.Where(p => p.Change != Change.Added).Select(p => p.Text)));
        Assert.Equal(after, string.Concat(pieces.Where(p => p.Change != Change.Removed).Select(p => p.Text)));
        Assert.DoesNotContain(pieces, p => p.Text.Length == 0);
    });

    [Fact]
    public void Equal_texts_have_no_change() => Text.Sample(text => Assert.DoesNotContain(PhraseDifference.Between(text, text), p => p.Change != Change.Kept));

    [Theory]
    [InlineData("個人情報を第三者に提供することはありません。", "個人情報を、ご本人の同意なく第三者に提供することはありません。", "個人情報を+【、ご本人の同意なく】第三者に提供することはありません。")]
    [InlineData("範囲を超えて取り扱うことはありません。", "範囲を超えて取り扱う場合は、同意をいただきます。", "範囲を超えて取り扱う-【ことはありません】+【場合は、同意をいただきます】。")]
    [InlineData("14日以内に回答します。", "30日以内に回答します。", "-【14】+【30】日以内に回答します。")]
    [InlineData("予告なく改定します。", "あらかじめ公表します。", "-【予告なく改定し】+【あらかじめ公表し】ます。")]
    [InlineData("We may change this text without notice.", "We change this text after notice.", "We -【may 】change this text -【without】+【after】 notice.")]
    public void Differences_read_as_phrases(string before, string after, string expected) => Assert.Equal(expected, string.Concat(
        PhraseDifference.Between(before, after).Select(p => p.Change switch
        {
            Change.Kept => p.Text,
            Change.Added => $"+【{p.Text}】",
            _ => $"-【{p.Text}】",
        })));

    [Fact]
    public void Texts_with_little_in_common_stand_whole_beside_each_other()
    {
        IReadOnlyList<TextPiece> pieces = PhraseDifference.Between("当社は一切の責任を負いません。", "故意または重大な過失がある場合を除き、損害の賠償は法令の定める範囲とします。");

        Assert.Equal([Change.Removed, Change.Added], pieces.Select(p => p.Change));
    }
}
