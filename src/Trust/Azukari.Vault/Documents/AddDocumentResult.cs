using Azukari.Ledger;
using Azukari.Policy.Deciding;

namespace Azukari.Vault;

/// <summary>What became of a document that was given.</summary>
public abstract record AddDocumentResult
{
    private protected AddDocumentResult()
    {
    }
}

/// <summary>The document is in the vault: sealed, durable and recorded.</summary>
/// <param name="Document">Its facts.</param>
/// <param name="EntryId">The ledger entry.</param>
public sealed record DocumentKept(HeldDocument Document, EntryId EntryId) : AddDocumentResult;

/// <summary>The policy refuses it: nothing of it is kept.</summary>
/// <param name="Refusal">The typed reason, with its clause.</param>
/// <param name="EntryId">The ledger entry.</param>
public sealed record DocumentRefused(Refusal Refusal, EntryId EntryId) : AddDocumentResult;

/// <summary>There is no such person, or the person is erased: nothing is kept.</summary>
public sealed record DocumentOfNobody(bool Erased) : AddDocumentResult;

/// <summary>The id that was given (<see cref="NewDocument.Id"/>) was used before: nothing of the content was read.</summary>
/// <param name="Document">The document that has it, where it is this person's and kept; null when it is being taken in now, was deleted, or is another's.</param>
/// <param name="IsComing">Whether it is being taken in now, or was interrupted and is not tidied away yet.</param>
public sealed record DocumentKnown(HeldDocument? Document, bool IsComing) : AddDocumentResult;

/// <summary>What was given is no document the vault takes: nothing is kept, nothing is recorded.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Limit">The largest size in bytes, where the reason is the size.</param>
public sealed record DocumentUnfit(UnfitReason Reason, long Limit = 0) : AddDocumentResult
{
    /// <summary>A stable code, for instance <c>document-too-large</c>.</summary>
    public string Code => Reason switch
    {
        UnfitReason.TooLarge => "document-too-large",
        UnfitReason.ContentIsOfAnotherType => "document-content-of-another-type",
        UnfitReason.ItemIsSingle => "item-holds-no-documents",
        UnfitReason.FileName => "document-file-name",
        UnfitReason.Replaced => "replaced-document-not-there",
    };

    /// <summary>What is wrong and what would be right, in Japanese (<c>ja</c>) or English. Repeats nothing that was given.</summary>
    public string Sentence(string language) => language == "ja" ? Japanese : English;

    private string Japanese => Reason switch
    {
        UnfitReason.TooLarge => $"文書が大きすぎます（上限 {Limit:N0} バイト）。何も保存していません。分けるか、小さくしてください。",
        UnfitReason.ContentIsOfAnotherType => "内容の先頭が、示された種類のものではありません。何も保存していません。正しい種類を示してください。",
        UnfitReason.ItemIsSingle => "この項目は文書を持ちません。文書を持つのは、預かる項目のうち自由な文章のもの（相談、録音、応募書類など）です。",
        UnfitReason.FileName => $"ファイル名は1～{NewDocument.MaxFileName}文字で、/ \\ と制御文字を含まないものにしてください。",
        UnfitReason.Replaced => "置き換える文書がありません。同じ人の同じ項目の、最新の版を示してください。",
    };

    private string English => Reason switch
    {
        UnfitReason.TooLarge => $"the document is too large (at most {Limit:N0} bytes). Nothing was kept. Split it, or make it smaller.",
        UnfitReason.ContentIsOfAnotherType => "the content does not begin as the declared type does. Nothing was kept. Declare the right type.",
        UnfitReason.ItemIsSingle => "this item holds no documents. Items of free text held in the vault do (consultations, recordings, application documents).",
        UnfitReason.FileName => $"a file name has 1 to {NewDocument.MaxFileName} characters and no / or \\ and no control characters.",
        UnfitReason.Replaced => "the document to replace is not there. Name the newest version of a document of the same person and item.",
    };
}

/// <summary>Why something is no document the vault takes.</summary>
public enum UnfitReason
{
    /// <summary>It has more bytes than <see cref="TrustOptions.DocumentBytes"/>.</summary>
    TooLarge,

    /// <summary>Its first bytes are not those of the declared type.</summary>
    ContentIsOfAnotherType,

    /// <summary>The item is held as a single value, or not in the vault.</summary>
    ItemIsSingle,

    /// <summary>The file name is empty, too long, or no name of a file.</summary>
    FileName,

    /// <summary>The document to replace is not there, is of another person or item, or was replaced already.</summary>
    Replaced,
}
