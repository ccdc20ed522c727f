using Azukari.Cli.Terminal;
using Azukari.Ledger;

namespace Azukari.Cli.Subjects;

/// <summary>The ledger's kinds of entries in words.</summary>
internal static class KindWords
{
    public static string Of(EntryKind kind, Language language) => language == Language.English ? kind.WireName() : kind switch
    {
        EntryKind.Acquired => "取得",
        EntryKind.Used => "利用",
        EntryKind.Shared => "共同利用",
        EntryKind.Provided => "提供",
        EntryKind.Received => "受領",
        EntryKind.Disclosed => "開示",
        EntryKind.Searched => "検索",
        EntryKind.Refused => "拒否",
        EntryKind.Consented => "同意",
        EntryKind.Withdrawn => "同意の撤回",
        EntryKind.Acknowledged => "確認",
        EntryKind.Corrected => "訂正",
        EntryKind.Restricted => "利用停止",
        EntryKind.Unrestricted => "停止の解除",
        EntryKind.Erased => "消去",
        EntryKind.Expired => "期限による消去",
        EntryKind.Published => "公表",
        EntryKind.Exported => "書き出し",
        EntryKind.KeysRotated => "鍵の更新",
        EntryKind.Registered => "登録",
        EntryKind.Inspected => "記録の閲覧",
        EntryKind.BackedUp => "バックアップ",
        EntryKind.Restored => "復元",
    };
}
