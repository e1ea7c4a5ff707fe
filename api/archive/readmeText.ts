/** How to read the package, and how to check it without this software. */
export const readmeText = `案件归档包 / ARCHIVE PACKAGE OF A CASE
=====================================

【怎样阅读】
用任何浏览器打开 index.html，不需要网络，也不需要本系统。

  index.html         案件全貌，可打印
  case.json          案件概况
  timeline.json      全部事件，与计算哈希时一字不差
  texts.json         事件中的姓名、意见和表单（依法删除的不在其中）
  tasks.json         交办的每一事项及其期限
  problems.json      问题清单（有清单时）
  policy.json        案件适用的政策
  calendar.json      计算期限所用的工作日历
  documents/         已编号的文书
  evidence/          上传的材料
  files.json         每份材料的原名、编号和哈希
  anchors/           每日签名的锚点中与本案有关的部分
  verification.json  导出时的核验结果
  MISSING.txt        缺少的文件（有缺少时）
  SHA256SUMS         以上所有文件的哈希

【怎样核对文件】
在解压后的目录中运行：

  sha256sum -c SHA256SUMS

每一行都应显示 OK。

【怎样核对时间线】
timeline.json 的 events 中，每一项的 event 就是一条事件。

1. 从 event 中去掉 hash 这一项，其余各项（case、epoch、seq、at、effectiveOn、type、stage、actor、data、evidence、
   imported、act、textsHash、prevHash，有哪几项就用哪几项）按 RFC 8785（JSON 规范化）写成文本，以 UTF-8 计算
   SHA-256，写成小写十六进制，应当等于 hash。
2. prevHash 等于前一条事件的 hash；第一条为 64 个 0。
   带有 supersededBy 的事件属于后来被替换的分支，核对主线时跳过。
3. texts.json 中 epoch、seq 相同的一项，其 texts 用同样的方法计算，应当等于事件的 textsHash。
   找不到的，就是已依法删除的文字；事件链不受影响。
4. anchors/ 中每个锚点去掉 signature 后按 RFC 8785 写成文本，signature 是对这段文本的 Ed25519 签名（base64），
   用 anchor-key.pub.pem 验证；其中 heads 里本案的 hash 应当等于同一 epoch、seq 的事件的 hash。
   锚点含有其他案件的编号，无权查看其他案件的人只得到 excerpts.json 中的摘录；完整锚点由系统管理单位另行保存。

---------------------------------------------------------------------------

HOW TO READ IT
Open index.html in any browser. Neither a network nor this software is needed.

  index.html         the whole case, to read and to print
  case.json          the head of the case
  timeline.json      every event, exactly as it was hashed
  texts.json         names, comments and forms of the events (what was erased by law is not there)
  tasks.json         everything an office was asked, with its deadline
  problems.json      the list of problems, where there is one
  policy.json        the policy the case went by
  calendar.json      the working calendar its deadlines were counted with
  documents/         documents that were given a number
  evidence/          files that were handed in
  files.json         original name, id and hash of each of them
  anchors/           what concerns this case in the anchors that are signed every day
  verification.json  what the verification said when this was exported
  MISSING.txt        files that are missing, where some are
  SHA256SUMS         hashes of all the files above

HOW TO CHECK THE FILES
In the unpacked folder run

  sha256sum -c SHA256SUMS

Every line has to say OK.

HOW TO CHECK THE TIMELINE
In timeline.json, each item of "events" holds one event as "event".

1. Leave out the member "hash" of the event. Write the others (case, epoch, seq, at, effectiveOn, type, stage, actor, data,
   evidence, imported, act, textsHash, prevHash: those that are there) as canonical JSON by RFC 8785, and compute SHA-256
   over its UTF-8 bytes. In lower-case hex it has to be "hash".
2. "prevHash" is the "hash" of the event before; for the first event it is 64 zeros. Events with "supersededBy" are on a
   branch that was replaced later: pass over them when you check the main line.
3. Of the item in texts.json with the same epoch and seq, hash "texts" in the same way: it has to be the event's
   "textsHash". Where there is none, the words were erased by law; the chain holds nevertheless.
4. Of each anchor in anchors/, leave out "signature" and write the rest by RFC 8785: the signature is Ed25519 over that text,
   in base64, to be checked with anchor-key.pub.pem. The hash under "heads" of this case has to be that of the event with
   the same epoch and seq. Anchors name other cases: who may not see those has excerpts.json only, and whoever runs the
   service keeps the anchors themselves.

For example, in Python (which sorts and writes what is in these files as RFC 8785 does):

  import hashlib, json
  def sha(value):
      text = json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
      return hashlib.sha256(text.encode()).hexdigest()
  words = {(t['epoch'], t['seq']): t['texts'] for t in json.load(open('texts.json', encoding='utf-8'))}
  before = '0' * 64
  for item in json.load(open('timeline.json', encoding='utf-8'))['events']:
      if 'supersededBy' in item: continue
      event = dict(item['event']); stated = event.pop('hash')
      assert sha(event) == stated and event['prevHash'] == before, event['seq']
      text = words.get((event['epoch'], event['seq']))
      assert text is None or sha(text) == event['textsHash'], event['seq']
      before = stated
  print('the timeline holds')
`;
